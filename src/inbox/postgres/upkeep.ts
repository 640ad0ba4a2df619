import type { Database } from "./database/database.ts";
import type { Health } from "./health.ts";
import { forget, forgetTheGone } from "./retention.ts";
import { BEGINNING } from "./sessions/held-session.ts";
import type { Sessions } from "./sessions/sessions.ts";
import { changedSince, MOST_SESSIONS, orphans, sessionsOf } from "./sessions/statements.ts";

interface UpkeepOptions {
  readonly database: Database;
  readonly health: Health;
  readonly sessions: Sessions;
}

/** After so many looks one also looks for sessions that nobody holds, which nobody has told of. */
const ORPHANS_EVERY = 5;

/** How often processes and sessions that are gone are forgotten, in ms. */
const GONE_EVERY_MS = 60_000;

/**
 * What goes on beside claims and turns: looks for rows that wait here without this process knowing, and forgets what has
 * ended. A notification makes it look at once; it looks from time to time, too.
 */
export class Upkeep {
  readonly #options: UpkeepOptions;
  /** What was visible at the last look. Another one where it looks as if it had never looked: looks under way do not count. */
  #seen = { horizon: BEGINNING };
  #hasBegun = false;
  #looks = 0;
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #taking: Promise<void> | undefined;
  #isForgetting = false;
  #goneAt = Number.NEGATIVE_INFINITY;
  #isClosed = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
  }

  /** Somebody listens now. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.lookAtAll();
  }

  /** Rows wait in sessions of this process, others tell; none: sessions have become free. */
  lookAt(rows: readonly number[]): void {
    if (!this.#hasBegun) return;
    this.#do(async () => {
      const { database, sessions } = this.#options;
      if (rows.length > 0) await sessions.look(await sessionsOf(database, rows));
      else await this.#lookEverywhere();
    });
  }

  /** Looks as if it had never looked: much may have been missed. */
  lookAtAll(): void {
    this.#seen = { horizon: BEGINNING };
    this.lookAt([]);
  }

  /** Waits until sessions are taken that nobody holds and in which rows wait. What is let go meanwhile a look finds. */
  haveOrphans(): Promise<void> {
    return this.#taking ?? this.takeOrphans();
  }

  /** Takes the sessions that nobody holds now and in which rows wait. */
  takeOrphans(): Promise<void> {
    const taking = this.#takeOrphans().finally(() => {
      if (this.#taking === taking) this.#taking = undefined;
    });
    this.#taking = taking;
    return taking;
  }

  async #takeOrphans(): Promise<void> {
    const { database, sessions } = this.#options;
    while (!sessions.isLeaving && !this.#isClosed) {
      const keys = await orphans(database);
      if (keys.length > 0) await sessions.look(keys, { areFree: true });
      // Those that it cannot take would be found again at once: a later look finds them.
      if (keys.length < MOST_SESSIONS || !keys.some((key) => sessions.held.has(key))) return;
    }
  }

  /** After each heartbeat. */
  beat(): void {
    this.#do(() => this.#options.sessions.letGo.idle());
    if (!this.#isForgetting) this.#do(() => this.#forget());
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#working;
  }

  async #lookEverywhere(): Promise<void> {
    this.#looks = 0;
    this.#planNext();
    await this.takeOrphans();
    await this.#look();
  }

  async #look(): Promise<void> {
    this.#planNext();
    const [{ database, sessions }, seen] = [this.#options, this.#seen];
    const { keys, horizon } = await changedSince(database, sessions.me, seen.horizon);
    if (keys.length > 0) await sessions.look(keys);
    seen.horizon = horizon;
  }

  /** However this look ends, the next one follows. */
  #planNext(): void {
    clearTimeout(this.#timer);
    const { pollMs } = this.#options.database.settings;
    this.#timer = setTimeout(() => this.#do(() => this.#lookAgain()), pollMs).unref();
  }

  async #lookAgain(): Promise<void> {
    this.#planNext();
    this.#looks += 1;
    if (this.#looks % ORPHANS_EVERY === 0) await this.takeOrphans();
    await this.#look();
  }

  async #forget(): Promise<void> {
    this.#isForgetting = true;
    try {
      while (!this.#isClosed && (await forget(this.#options.database))) {}
      if (performance.now() - this.#goneAt < GONE_EVERY_MS) return;
      this.#goneAt = performance.now();
      await forgetTheGone(this.#options.database);
    } finally {
      this.#isForgetting = false;
    }
  }

  /** A fault is told. The next look finds what this one would have, and what waits where nobody knows whether it was let go. */
  #do(work: () => Promise<void>): void {
    if (this.#isClosed) return;
    const done = work().catch((error: unknown) => {
      this.#seen = { horizon: BEGINNING };
      this.#options.health.failed(error);
    });
    this.#working = Promise.all([this.#working, done]).then(() => {});
  }
}
