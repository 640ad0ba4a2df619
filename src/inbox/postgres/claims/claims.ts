import type { Claim, InboxEntry } from "../../row.ts";
import type { Database } from "../database/database.ts";
import { isConflict } from "../database/faults.ts";
import type { Health } from "../health.ts";
import type { Sessions } from "../sessions/sessions.ts";
import type { Written } from "../sessions/written.ts";
import { insertNew } from "./insert.ts";
import { lookUp, verdictOn } from "./known.ts";
import { claimLinked } from "./linking.ts";
import { toWanted, type Wanted } from "./wanted.ts";

interface ClaimsOptions {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly health: Health;
}

/** Claims, and bytes of their events, that one statement writes at most. */
const MOST = 500;
const MOST_BYTES = 4_000_000;

/**
 * Writes claims. Those that wait together go in one batch: while one is written the next one gathers, so that many
 * claims pay for one flush of the database's disk.
 */
export class Claims {
  readonly #options: ClaimsOptions;
  #waiting: Wanted[] = [];
  #isWriting = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** @throws InboxError */
  claim(entry: InboxEntry, event: string): Promise<Claim> {
    const { promise, resolve, reject } = Promise.withResolvers<Claim>();
    this.#waiting.push(toWanted(entry, event, { resolve, reject }));
    if (!this.#isWriting) void this.#write();
    return promise;
  }

  /** Resolves when nothing is being written any more. */
  async onIdle(): Promise<void> {
    if (!this.#isWriting) return;
    this.#idle ??= Promise.withResolvers();
    await this.#idle.promise;
  }

  async #write(): Promise<void> {
    this.#isWriting = true;
    // What else this turn of the event loop asks for comes along.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        await this.#writeBatch(batch);
        this.#options.health.works();
      } catch (error) {
        this.#options.health.failed(error);
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isWriting = false;
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  /** The next claims that have no identity in common: those that have wait for what the others become. */
  #takeBatch(): Wanted[] {
    const taken = new Set<string>();
    const batch: Wanted[] = [];
    const left: Wanted[] = [];
    let bytes = 0;
    for (const wanted of this.#waiting) {
      const hashes = [...wanted.hashes.keys()];
      const hasRoom = batch.length < MOST && bytes < MOST_BYTES;
      const isApart = hasRoom && hashes.every((hex) => !taken.has(hex));
      (isApart ? batch : left).push(wanted);
      if (isApart) bytes += wanted.event.length;
      for (const hex of hashes) taken.add(hex);
    }
    this.#waiting = left;
    return batch;
  }

  async #writeBatch(batch: readonly Wanted[]): Promise<void> {
    const { database } = this.#options;
    const rows = await lookUp(database, batch);
    const fresh: Wanted[] = [];
    const linking: Wanted[] = [];
    for (const wanted of batch) {
      const verdict = verdictOn(wanted, rows);
      if (verdict === "new") fresh.push(wanted);
      else if (verdict === "linking") linking.push(wanted);
      else wanted.resolve(verdict);
    }
    if (fresh.length > 0 && !(await this.#writeNew(fresh))) linking.unshift(...fresh);
    for (const wanted of linking) await this.#writeLinking(wanted);
  }

  /** @returns false when another process has just claimed one of them: nothing was written */
  async #writeNew(fresh: readonly Wanted[]): Promise<boolean> {
    const { database, sessions } = this.#options;
    const { held, me } = sessions;
    const insert = () => insertNew(database, fresh, { me, horizonOf: (key) => held.horizonOf(key) });
    let inserted: readonly Written[];
    try {
      inserted = await sessions.write(insert);
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
    for (const [n, { id }] of inserted.entries()) fresh[n]?.resolve({ status: "accepted", id });
    return true;
  }

  async #writeLinking(wanted: Wanted): Promise<void> {
    const { database, sessions } = this.#options;
    let claim: Claim | undefined;
    await sessions.write(async () => {
      claim = await claimLinked(database, wanted);
      const { id, status } = claim;
      return status === "accepted" ? [{ id, sessionKey: wanted.entry.sessionKey, owner: undefined }] : [];
    });
    if (claim) wanted.resolve(claim);
  }
}
