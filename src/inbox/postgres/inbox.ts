import type { Failure, Hold, Inbox, InboxHealth, InboxItem, InboxSharing, InboxWatcher } from "../inbox.ts";
import type { Claim, InboxEntry } from "../row.ts";
import { checkEntry, checkFailure, checkId, checkOutcome } from "../rules/check.ts";
import { summary } from "../rules/limits.ts";
import { PostgresAdmin, type PutBack } from "./admin.ts";
import { Claims } from "./claims/claims.ts";
import type { Database } from "./database/database.ts";
import { Health } from "./health.ts";
import { Membership } from "./membership/membership.ts";
import { Sessions } from "./sessions/sessions.ts";
import { wakeAll } from "./sessions/wake.ts";
import { TurnWrites } from "./turns/turn-writes.ts";
import type { TurnWrite } from "./turns/write-turns.ts";
import { Upkeep } from "./upkeep.ts";

/** Rows that `pending()` reads at once. */
const PAGE = 500;

/** The inbox of one gateway among those that share the database. */
export class PostgresInbox extends PostgresAdmin implements Inbox {
  readonly sharing: InboxSharing;
  readonly #watchers = new Set<InboxWatcher>();
  readonly #health = new Health((health) => this.#tell((watcher) => watcher.health?.(health)));
  readonly #membership: Membership;
  readonly #sessions: Sessions;
  readonly #claims: Claims;
  readonly #turnWrites: TurnWrites;
  readonly #upkeep: Upkeep;

  private constructor(database: Database) {
    super(database);
    const health = this.#health;
    this.#membership = new Membership({
      database,
      health,
      onSure: () => {
        // What was noted meanwhile was handed out to nobody.
        this.#sessions.held.loseAll();
        this.#upkeep.lookAtAll();
      },
      onConnectedAgain: () => {
        // What others told meanwhile is lost; and after a crash the database may count transactions from further back.
        this.#sessions.held.seeAnew();
        this.#upkeep.lookAtAll();
      },
      onUnsure: () => this.#sessions.held.loseAll(),
      onNotified: (rows) => this.#upkeep.lookAt(rows),
      onBeat: () => this.#upkeep.beat(),
    });
    this.#sessions = new Sessions({
      ...{ database, health, membership: this.#membership },
      isWatched: () => this.#watchers.size > 0,
      onArrived: (item) => this.#tell((watcher) => watcher.arrived?.(item)),
      onLost: (sessionKey) => this.#tell((watcher) => watcher.lost?.(sessionKey)),
    });
    const sessions = this.#sessions;
    this.#upkeep = new Upkeep({ database, health, sessions });
    this.#claims = new Claims({ database, sessions, health });
    this.#turnWrites = new TurnWrites({ database, health, me: () => sessions.me });
    this.sharing = {
      epochOf: (sessionKey) => sessions.held.epochOf(sessionKey),
      leave: () => sessions.leave(),
    };
  }

  /** @throws InboxError */
  static async join(database: Database): Promise<PostgresInbox> {
    const inbox = new PostgresInbox(database);
    await inbox.#membership.join();
    return inbox;
  }

  async claim(entry: InboxEntry): Promise<Claim> {
    this.mustBeOpen();
    return this.#claims.claim(entry, checkEntry(entry));
  }

  async start(id: number, { epoch }: Hold = {}): Promise<number | undefined> {
    this.mustBeOpen();
    checkId(id);
    if (this.#sessions.isLeaving) return undefined;
    this.#sessions.held.begin(id, epoch);
    const attempts = await this.#turnWrites.write({ id, epoch, write: { kind: "start" } });
    if (attempts === undefined) await this.#sessions.end(id, epoch);
    return attempts;
  }

  async complete(id: number, outcome = "completed", { epoch }: Hold = {}): Promise<void> {
    this.mustBeOpen();
    checkId(id);
    checkOutcome(outcome);
    await this.#end(id, epoch, { kind: "done", word: outcome });
  }

  async fail(id: number, failure: Failure, { epoch }: Hold = {}): Promise<void> {
    this.mustBeOpen();
    checkId(id);
    checkFailure(failure);
    const { retryAt } = failure;
    const word = summary(failure.error);
    if (retryAt === undefined) return this.#end(id, epoch, { kind: "dead", word });
    await this.#turnWrites.write({ id, epoch, write: { kind: "later", word, retryAt } });
    await this.#sessions.pause(id, epoch);
  }

  async *pending({ sessionKey }: { readonly sessionKey?: string } = {}): AsyncGenerator<InboxItem> {
    this.mustBeOpen();
    await this.#upkeep.takeOrphans();
    for (let after = 0; ; ) {
      this.mustBeOpen();
      const page = await this.reads.pending(after, PAGE, sessionKey);
      for (const item of page) {
        this.#sessions.held.handOut(item.id, item.sessionKey);
        yield item;
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }

  watch(watcher: InboxWatcher): () => void {
    this.mustBeOpen();
    this.#watchers.add(watcher);
    this.#upkeep.begin();
    return () => this.#watchers.delete(watcher);
  }

  health(): InboxHealth {
    return this.#health.now;
  }

  protected override async onPutBack({ id, sessionKey }: PutBack): Promise<void> {
    await this.#sessions.write(async () => [{ id, sessionKey, owner: undefined }]);
    if (this.#sessions.held.epochOf(sessionKey) === undefined) return;
    const item = await this.reads.get(id);
    if (item) this.#tell((watcher) => watcher.retried?.(item));
  }

  protected override async onClose(): Promise<void> {
    await this.#claims.onIdle();
    this.#watchers.clear();
    await this.#upkeep.close();
    try {
      await this.#turnWrites.close();
    } finally {
      await this.#signOff().catch((error: unknown) => this.#health.failed(error));
    }
  }

  async #end(id: number, epoch: number | undefined, write: TurnWrite): Promise<void> {
    await this.#turnWrites.write({ id, epoch, write });
    await this.#sessions.end(id, epoch);
  }

  /** Where it cannot be said the others find out by themselves. */
  async #signOff(): Promise<void> {
    await this.#membership.leave();
    await wakeAll(this.database);
  }

  #tell(what: (watcher: InboxWatcher) => void): void {
    for (const watcher of [...this.#watchers]) what(watcher);
  }
}
