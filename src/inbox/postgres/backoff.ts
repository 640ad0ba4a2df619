import { setTimeout } from "node:timers/promises";

/** Waits before the database is tried again, in ms: short ones first, since a restart takes a moment only. */
const FIRST_MS = 25;
const LONGEST_MS = 1000;

/** Waits longer each time, at random, so that all processes do not come back at once. */
export class Backoff {
  #longest = FIRST_MS;

  /** Resolves when it is time to try again. */
  async wait(): Promise<void> {
    const ms = this.#longest * (0.5 + Math.random() / 2);
    this.#longest = Math.min(LONGEST_MS, this.#longest * 2);
    await setTimeout(ms, undefined, { ref: false });
  }

  reset(): void {
    this.#longest = FIRST_MS;
  }
}
