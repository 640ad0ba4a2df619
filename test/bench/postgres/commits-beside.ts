import { setTimeout } from "node:timers/promises";
import { connected } from "./peers.ts";

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
    const client = await connected(url);
    await client.query("create table if not exists beside (id int primary key, n int not null)");
    await client.query("insert into beside values (1, 0) on conflict do nothing");
    while (!this.#isOver) {
      const begun = performance.now();
      await client.query({ name: "beside", text: "update beside set n = n + 1 where id = 1" });
      this.#slowest = Math.max(this.#slowest, performance.now() - begun);
      await setTimeout(EVERY_MS);
    }
    await client.end();
  }
}
