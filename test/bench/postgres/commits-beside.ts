import { setTimeout } from "node:timers/promises";
import { bareCommits } from "./peers.ts";

/** How often one is made, in ms. */
const EVERY_MS = 10;

/**
 * Commits of one row beside a measurement: where they stall the disk does, and whoever else commits then waits for it, too.
 */
export class CommitsBeside {
  #isOver = false;
  #slowest = 0;
  readonly #done: Promise<void>;

  constructor(url: string) {
    this.#done = this.#commit(url);
  }

  /** @returns how long the slowest one took, in ms */
  async end(): Promise<number> {
    this.#isOver = true;
    await this.#done;
    return this.#slowest;
  }

  async #commit(url: string): Promise<void> {
    const bare = await bareCommits(url);
    while (!this.#isOver) {
      const begun = performance.now();
      await bare.commit();
      this.#slowest = Math.max(this.#slowest, performance.now() - begun);
      await setTimeout(EVERY_MS);
    }
    await bare.end();
  }
}
