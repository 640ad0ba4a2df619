/** Feishu waits 3 s for an answer. What comes later than this in one turn would hardly get one in time. */
const LONG_MS = 1500;

/**
 * How long the event loop has been busy with what came in together. What is read from a socket late in such a turn
 * has waited at least as long already, where no clock of ours could see it.
 */
export class LoopLag {
  readonly #now: () => number;
  #turnBegan: number | undefined;

  /** @param now a clock that only moves forward, in ms */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether this turn of the loop has taken long already, from the first call in it on. */
  get isLong(): boolean {
    if (this.#turnBegan === undefined) {
      this.#turnBegan = this.#now();
      setImmediate(() => {
        this.#turnBegan = undefined;
      });
    }
    return this.#now() - this.#turnBegan > LONG_MS;
  }
}
