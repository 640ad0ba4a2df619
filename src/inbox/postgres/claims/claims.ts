import type { Claim, InboxEntry } from "../../row.ts";
import type { Database } from "../database/database.ts";
import { isConflict } from "../database/faults.ts";
import type { Health } from "../health.ts";
import type { Sessions } from "../sessions/sessions.ts";
import { type Inserted, insertNew } from "./insert.ts";
import { type Known, verdictOn } from "./known.ts";
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

/** How often a batch is tried in which another process had claimed something a moment before. */
const TRIES = 3;

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
    let known: Known | undefined;
    const written = await this.#options.sessions.write(async () => {
      const inserted = await this.#insert(batch);
      known = inserted?.known;
      return inserted?.written ?? [];
    });
    const ids = written.map(({ id }) => id).values();
    const linking: Wanted[] = [];
    for (const wanted of batch) {
      const verdict = known ? verdictOn(wanted, known) : "linking";
      if (verdict === "linking") linking.push(wanted);
      else if (verdict !== "new") wanted.resolve(verdict);
      else wanted.resolve({ status: "accepted", id: ids.next().value ?? 0 });
    }
    for (const wanted of linking) await this.#writeLinking(wanted);
  }

  /** @returns undefined when another process has just claimed one of them, again and again: nothing was written */
  async #insert(batch: readonly Wanted[]): Promise<Inserted | undefined> {
    const { database, sessions } = this.#options;
    const { held, me } = sessions;
    for (let tries = TRIES; tries > 0; tries -= 1) {
      try {
        return await insertNew(database, batch, { me, horizonOf: (key) => held.horizonOf(key) });
      } catch (error) {
        // What the other one has written is visible the next time.
        if (!isConflict(error)) throw error;
      }
    }
    return undefined;
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
