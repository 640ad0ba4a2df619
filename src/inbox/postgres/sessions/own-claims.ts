/**
 * This process's claims, as far as looks must know of them: a look may find their rows before whoever has claimed them
 * hears of it.
 */
export class OwnClaims {
  readonly #writing = new Set<Promise<void>>();
  /** Rows that go to whoever has claimed them, and who does not know of that yet. */
  readonly #untold = new Set<number>();

  /** Looks hand out nothing before these rows are handed out. */
  waitFor(handingOut: Promise<unknown>): void {
    const ended: Promise<void> = handingOut.then(
      () => {},
      () => {},
    );
    this.#writing.add(ended);
    void ended.then(() => this.#writing.delete(ended));
  }

  /** Resolves when all rows are handed out of which this process knew. */
  async onHandedOut(): Promise<void> {
    await Promise.all(this.#writing);
  }

  /**
   * These rows were written, and whoever has claimed them is going to be told. A look that finds what came behind one of
   * them before that hands it out itself, to keep the order.
   *
   * @returns that it was told now; which of them no look has handed out
   */
  written(rows: readonly number[]): () => number[] {
    for (const id of rows) this.#untold.add(id);
    return () => rows.filter((id) => this.#untold.delete(id));
  }

  isUntold(id: number): boolean {
    return this.#untold.has(id);
  }

  /** A look hands the row out. @returns false when it was told or handed out already */
  handOut(id: number): boolean {
    return this.#untold.delete(id);
  }
}
