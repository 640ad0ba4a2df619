import type { Database } from "../database/database.ts";
import type { Held } from "./held.ts";
import type { Looks } from "./looks.ts";
import { MOST_SESSIONS, release, releaseIdle } from "./statements.ts";
import { wakeAll } from "./wake.ts";

interface LetGoOptions {
  readonly database: Database;
  readonly held: Held;
  readonly looks: Looks;
}

/** How long a session is held that nothing comes for, in ms: then the next process that needs it takes it at once. */
const IDLE_MS = 60_000;

/** Lets sessions go: those that are idle, and all of them when this process leaves. */
export class LetGo {
  readonly #options: LetGoOptions;
  #isLeaving = false;

  constructor(options: LetGoOptions) {
    this.#options = options;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /** Those in which nothing has happened for a while. */
  async idle(): Promise<void> {
    const { database, held, looks } = this.#options;
    const idle = held.idleSince(performance.now() - IDLE_MS);
    for (let at = 0; at < idle.length; at += MOST_SESSIONS) {
      const some = idle.slice(at, at + MOST_SESSIONS);
      // First here: a claim that is answered meanwhile asks again whose the session is.
      for (const { key, epoch } of some) held.drop(key, epoch);
      const kept = await releaseIdle(database, some);
      // Something has come to them just then.
      if (kept.length > 0) await looks.look(kept);
    }
  }

  /** All of them, those in which a turn runs as soon as that ends. */
  async all(): Promise<void> {
    const { held, looks } = this.#options;
    this.#isLeaving = true;
    await this.atRest(held.atRest());
    // What is just being looked for may be taken still. Whoever has asked for that hears how it ends.
    await looks.look([]).catch(() => {});
    await this.atRest(held.atRest());
  }

  /** No row of these sessions runs any more: they are let go if this process is leaving. */
  async atRest(keys: readonly string[]): Promise<void> {
    if (!this.#isLeaving || keys.length === 0) return;
    const { database, held } = this.#options;
    const holds = held.holdsOf(keys);
    for (const { key } of holds) held.drop(key);
    await release(database, holds);
    await wakeAll(database);
  }
}
