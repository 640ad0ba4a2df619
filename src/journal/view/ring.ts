/** The last so many of what was put in. */
export class Ring<Item> {
  readonly #items: Item[] = [];
  readonly #size: number;
  #next = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** @returns what had to go for it */
  push(item: Item): Item | undefined {
    const gone = this.#items[this.#next];
    this.#items[this.#next] = item;
    this.#next = (this.#next + 1) % this.#size;
    return gone;
  }

  /** The newest first. */
  newest(count = this.#size, skip = 0): Item[] {
    const { length } = this.#items;
    const most = Math.max(0, Math.min(count, length - skip));
    return Array.from({ length: most }, (_, at) => {
      const index = (this.#next - 1 - skip - at + 2 * length) % length;
      return this.#items[index] as Item; // within the length
    });
  }
}
