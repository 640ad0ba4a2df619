/** What has to be let go of, the last one first. */
export class Closers {
  readonly #all: Array<() => unknown> = [];
  #closed: Promise<void> | undefined;

  add(close: () => unknown): void {
    this.#all.push(close);
  }

  /** Lets go of everything, also of what comes after something that fails; once, however often it is called. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#all.toReversed()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
