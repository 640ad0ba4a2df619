import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import type { Held } from "./held.ts";
import { acquire } from "./statements.ts";
import { type ForWhom, wake, wakeAll } from "./wake.ts";
import type { InHeldSession, Written } from "./written.ts";

interface HandOutOptions {
  readonly database: Database;
  readonly health: Health;
  readonly held: Held;
  readonly me: () => number;
}

/** Gives rows that this process has just written to whoever is to run them: to itself, or to the process that holds their session. */
export class HandOut {
  readonly #options: HandOutOptions;

  constructor(options: HandOutOptions) {
    this.#options = options;
  }

  /**
   * @param losses how often a session had been lost when they were about to be written
   * @returns the sessions in which something may have come before
   */
  async handOut(written: readonly Written[], losses: number): Promise<Set<string>> {
    const { held } = this.#options;
    const me = this.#options.me();
    const toLook = new Set<string>();
    const others: Written[] = [];
    const seen = new Map<string, string>();
    for (const row of written) {
      // What it has let go since, another process may have, or this one by another hold.
      if (row.owner !== me || !(row.isNew || held.takenBy(row.sessionKey) === row.epoch))
        others.push(row.owner === me ? { ...row, owner: undefined } : row);
      else {
        seen.set(row.sessionKey, row.horizon);
        if (!this.#handOutOwn(row, losses)) toLook.add(row.sessionKey);
      }
    }
    for (const [key, horizon] of seen) if (!toLook.has(key)) held.hasSeen(key, horizon);
    this.#wake(others);
    for (const key of await this.#takeFor(others.filter((row) => row.owner === undefined))) toLook.add(key);
    return toLook;
  }

  /** @returns whether all that came before it is known */
  #handOutOwn({ id, sessionKey, epoch, before }: InHeldSession, losses: number): boolean {
    const { held } = this.#options;
    held.hold(sessionKey, epoch);
    held.handOut(id, sessionKey);
    // What was handed out before a loss is handed out again.
    return held.losses === losses && before.every((earlier) => held.keyOf(earlier) !== undefined);
  }

  /** Takes the sessions of rows, and hands the rows out. @returns those that are this process's now */
  async #takeFor(rows: readonly Written[]): Promise<string[]> {
    if (rows.length === 0) return [];
    const { database, held } = this.#options;
    const me = this.#options.me();
    const keys = [...new Set(rows.map(({ sessionKey }) => sessionKey))];
    const holders = new Map((await acquire(database, me, keys)).map((it) => [it.key, it]));
    const mine = keys.filter((key) => holders.get(key)?.owner === me);
    for (const key of mine) held.hold(key, holders.get(key)?.epoch ?? 0);
    for (const { id, sessionKey } of rows) held.handOut(id, sessionKey);
    const elsewhere = rows.filter(({ sessionKey }) => !mine.includes(sessionKey));
    this.#wake(elsewhere.map(({ id, sessionKey }) => ({ id, owner: holders.get(sessionKey)?.owner })));
    // Somebody is just taking them, and may not have seen the rows.
    if (holders.size < keys.length) await wakeAll(database);
    return mine;
  }

  /** Whoever is not woken finds it by itself. */
  #wake(rows: readonly ForWhom[]): void {
    const { database, health } = this.#options;
    wake(database, rows).catch((error: unknown) => health.failed(error));
  }
}
