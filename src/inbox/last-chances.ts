import { setImmediate } from "node:timers/promises";
import { DEFAULT_RETRY } from "./rules/limits.ts";

/** What an earlier run has made of a row. */
export interface Left {
  readonly attempts: number;
  readonly retryAt?: number | undefined;
}

/**
 * Rows of an earlier run. One of them may be what ended the process, and would take along all that run beside it each
 * time, until those have no attempt left either. So a row that was cut off in all its attempts but one has the last
 * one to itself: after the others, one at a time.
 */
export class LastChances {
  readonly #maxAttempts: number;
  readonly #others = new Set<Promise<unknown>>();
  #lastChances: Promise<unknown> = Promise.resolve();

  constructor(maxAttempts: number = DEFAULT_RETRY.maxAttempts) {
    this.#maxAttempts = maxAttempts;
  }

  /** Runs a row that was left, when it is its turn beside the others. What it gives or throws is what `run` does. */
  run<T>(left: Left, run: () => Promise<T>): Promise<T> {
    if (this.#isLast(left)) {
      const alone = this.#lastChances.then(() => this.#runAlone(run));
      this.#lastChances = alone.catch(() => {});
      return alone;
    }
    const running = run();
    const over: Promise<unknown> = running.catch(() => {}).finally(() => this.#others.delete(over));
    this.#others.add(over);
    return running;
  }

  async #runAlone<T>(run: () => Promise<T>): Promise<T> {
    // What was left is let in within one turn of the event loop.
    await setImmediate();
    while (this.#others.size > 0) await Promise.all(this.#others);
    return run();
  }

  /** A failure that was noted down has left a time for the next attempt; what was cut off has none. */
  #isLast({ attempts, retryAt }: Left): boolean {
    return attempts > 0 && attempts === this.#maxAttempts - 1 && retryAt === undefined;
  }
}
