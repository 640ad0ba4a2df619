/** The handler that every contender is given: it does nothing, and its starts are counted. */
export class CountedHandler {
  #left = 0;
  #all = Promise.withResolvers<void>();

  readonly begin = async (): Promise<void> => {
    this.#left -= 1;
    if (this.#left === 0) this.#all.resolve();
  };

  /** Resolves when it has started so often from now on. */
  starts(count: number): Promise<void> {
    this.#left = count;
    this.#all = Promise.withResolvers();
    return this.#all.promise;
  }
}
