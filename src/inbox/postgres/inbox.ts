import type { Failure, Hold, Inbox, InboxHealth, InboxItem, InboxSharing, InboxWatcher } from "../inbox.ts";
import type { Claim, InboxEntry } from "../row.ts";
import { checkEntry, checkFailure, checkId, checkOutcome } from "../rules/check.ts";
import { summary } from "../rules/limits.ts";
import { PostgresAdmin, type PutBack } from "./admin.ts";
import type { Database } from "./database/database.ts";
import { overview } from "./overview.ts";
import { type InboxParts, partsOf } from "./parts.ts";
import { wakeAll } from "./sessions/wake.ts";
import type { TurnWrite } from "./turns/write-turns.ts";

/** Rows that `pending()` reads at once. */
const PAGE = 500;

/** The inbox of one gateway among those that share the database. */
export class PostgresInbox extends PostgresAdmin implements Inbox {
  readonly sharing: InboxSharing;
  readonly #watchers = new Set<InboxWatcher>();
  readonly #parts: InboxParts;

  private constructor(database: Database) {
    super(database);
    this.#parts = partsOf(database, {
      isWatched: () => this.#watchers.size > 0,
      onHealth: (health) => this.#tell((watcher) => watcher.health?.(health)),
      onArrived: (item) => this.#tell((watcher) => watcher.arrived?.(item)),
      onLost: (sessionKey) => this.#tell((watcher) => watcher.lost?.(sessionKey)),
    });
    const { sessions } = this.#parts;
    this.sharing = {
      epochOf: (sessionKey) => sessions.held.epochOf(sessionKey),
      leave: () => sessions.letGo.all(),
      overview: () => overview(database, sessions.me),
    };
  }

  /** @throws InboxError */
  static async join(database: Database): Promise<PostgresInbox> {
    const inbox = new PostgresInbox(database);
    await inbox.#parts.membership.join();
    return inbox;
  }

  async claim(entry: InboxEntry): Promise<Claim> {
    this.mustBeOpen();
    return this.#parts.claims.claim(entry, checkEntry(entry));
  }

  async start(id: number, { epoch }: Hold = {}): Promise<number | undefined> {
    this.mustBeOpen();
    checkId(id);
    if (this.#parts.sessions.isLeaving) return undefined;
    this.#parts.sessions.held.begin(id, epoch);
    const attempts = await this.#write(id, epoch, { kind: "start" });
    if (attempts === undefined) await this.#parts.sessions.end(id, epoch);
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
    await this.#write(id, epoch, { kind: "later", word, retryAt });
    await this.#parts.sessions.pause(id, epoch);
  }

  async *pending({ sessionKey }: { readonly sessionKey?: string } = {}): AsyncGenerator<InboxItem> {
    this.mustBeOpen();
    const { upkeep, sessions } = this.#parts;
    await upkeep.haveOrphans();
    const holds = new Set(sessions.held.holdsOf());
    const isHeld = (key: string) => sessions.held.holdsOf([key]).some((hold) => holds.has(hold));
    for (let after = 0; ; ) {
      this.mustBeOpen();
      const page = await this.reads.pending(sessions.me, after, PAGE, sessionKey);
      for (const item of page) {
        // What was taken or lost since comes all by `arrived`: here some of it would come before what it stands behind.
        if (this.#watchers.size > 0 && !isHeld(item.sessionKey)) continue;
        sessions.held.handOut(item.id, item.sessionKey);
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
    this.#parts.upkeep.begin();
    return () => this.#watchers.delete(watcher);
  }

  health(): InboxHealth {
    return this.#parts.health.now;
  }

  protected override async onPutBack({ id, sessionKey }: PutBack): Promise<void> {
    // Read first: once it is handed out it has to be told, and before anything that comes behind it.
    const item = await this.reads.get(id);
    await this.#parts.sessions.write(async () => [{ id, sessionKey, owner: undefined }]);
    if (item && this.#parts.sessions.held.epochOf(sessionKey) !== undefined)
      this.#tell((watcher) => watcher.retried?.(item));
  }

  protected override async onClose(): Promise<void> {
    await this.#parts.claims.onIdle();
    this.#watchers.clear();
    await this.#parts.upkeep.close();
    try {
      await this.#parts.turnWrites.close();
    } finally {
      await this.#signOff().catch((error: unknown) => this.#parts.health.failed(error));
    }
  }

  async #end(id: number, epoch: number | undefined, write: TurnWrite): Promise<void> {
    await this.#write(id, epoch, write);
    await this.#parts.sessions.end(id, epoch);
  }

  async #write(id: number, epoch: number | undefined, write: TurnWrite): Promise<number | undefined> {
    const { sessions, turnWrites } = this.#parts;
    const sessionKey = sessions.held.keyOf(id);
    const attempts = await turnWrites.write({ id, sessionKey, epoch, write });
    if (attempts === undefined && sessionKey !== undefined) void sessions.doubt(sessionKey, epoch);
    return attempts;
  }

  /** Where it cannot be said the others find out by themselves. */
  async #signOff(): Promise<void> {
    await this.#parts.membership.leave();
    await wakeAll(this.database);
  }

  #tell(what: (watcher: InboxWatcher) => void): void {
    for (const watcher of [...this.#watchers]) what(watcher);
  }
}
