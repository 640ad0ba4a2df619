import { setImmediate } from "node:timers/promises";
import type { Job } from "../job.ts";

/**
 * Jobs of an earlier run. One of them may be what ended the process, and would take along all that run beside it each
 * time, until those have no attempt left either. So a job that was cut off in all its attempts but one has the last
 * one to itself: after the others, one at a time.
 */
export class ResumedJobs {
  readonly #maxAttempts: number;
  readonly #others = new Set<Promise<void>>();
  #lastChances: Promise<void> = Promise.resolve();

  constructor(maxAttempts: number) {
    this.#maxAttempts = maxAttempts;
  }

  /** @param run never rejects */
  run(job: Job, run: () => Promise<void>): Promise<void> {
    if (this.#isLastChance(job)) {
      this.#lastChances = this.#lastChances.then(() => this.#runAlone(run));
      return this.#lastChances;
    }
    const running = run();
    this.#others.add(running);
    return running.finally(() => this.#others.delete(running));
  }

  async #runAlone(run: () => Promise<void>): Promise<void> {
    // What was left is let in within one turn of the event loop.
    await setImmediate();
    while (this.#others.size > 0) await Promise.all(this.#others);
    await run();
  }

  /** A failure that was noted down has left a time for the next attempt; what was cut off has none. */
  #isLastChance({ attempts = 0, retryAt }: Job): boolean {
    return attempts > 0 && attempts === this.#maxAttempts - 1 && retryAt === undefined;
  }
}
