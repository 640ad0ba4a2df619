/** So many turns may begin in one turn of the event loop. */
const MOST_AT_ONCE = 32;

/**
 * Spreads the beginnings of turns over the event loop's own turns. Node.js takes one new connection in each of those,
 * and hears nobody while one lasts: when everything that has come in begins its turn at once, one lasts seconds, and
 * Feishu waits as long for its acknowledgements.
 */
export class StartRate {
  #begun = 0;
  #isCounting = false;
  #waiting: Array<() => void> = [];

  /** Resolves when a turn may begin, in order of the calls; undefined when it may at once. */
  wait(): Promise<void> | undefined {
    if (this.#begun === MOST_AT_ONCE) return new Promise((resolve) => void this.#waiting.push(resolve));
    this.#begun += 1;
    this.#count();
    return undefined;
  }

  #count(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    setImmediate(() => this.#goOn());
  }

  #goOn(): void {
    const next = this.#waiting.splice(0, MOST_AT_ONCE);
    this.#isCounting = false;
    this.#begun = next.length;
    if (next.length > 0) this.#count();
    for (const begin of next) begin();
  }
}
