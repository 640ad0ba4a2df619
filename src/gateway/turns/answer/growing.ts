/** A text that grows while it is being said. */
export class Growing {
  readonly #end = new AbortController();
  #text = "";
  #isBrokenOff = false;
  #changed = Promise.withResolvers<void>();

  get text(): string {
    return this.#text;
  }

  get isComplete(): boolean {
    return this.#end.signal.aborted;
  }

  /** Whether more was to come, which does not come any more. */
  get isBrokenOff(): boolean {
    return this.#isBrokenOff;
  }

  /** Aborts when it is complete. */
  get end(): AbortSignal {
    return this.#end.signal;
  }

  append(piece: string): void {
    this.#text += piece;
    this.#wake();
  }

  complete(isBrokenOff = false): void {
    this.#isBrokenOff = isBrokenOff;
    this.#end.abort();
    this.#wake();
  }

  /** Resolves when this holds of it, or when it is complete. */
  async until(holds: (text: string) => boolean): Promise<void> {
    while (!this.isComplete && !holds(this.#text)) await this.#changed.promise;
  }

  /** Resolves when it is complete. */
  whole(): Promise<void> {
    return this.until(() => false);
  }

  #wake(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }
}
