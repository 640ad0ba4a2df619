const PUNCTUATION = /^\s*[,.;:!?，。；：！？、]/u;
/** What stands between whom one speaks to and what one says: "@bot, stop". A smiley does not. */
const BEHIND_ADDRESS = /^\s*(?:[,，、：]|:(?=\s))/u;

/** A text out of which pieces are left, and the space that was around them. */
export class GaplessText {
  readonly #pieces: string[] = [];
  #hasGap = false;

  add(piece: string): void {
    const rest = this.#hasGap ? this.#closed(piece) : piece;
    if (rest === "") return;
    this.#pieces.push(rest);
    this.#hasGap = false;
  }

  /** Something stood here that is not in the text. */
  leaveOut(): void {
    this.#hasGap = true;
    if (this.#pieces.length === 1 && this.#pieces[0]?.trim() === "") this.#pieces.pop();
  }

  end(): string {
    if (this.#hasGap) this.#trimLast();
    return this.#pieces.join("");
  }

  /** What follows the gap: one space is enough, none at the start, and none in front of a comma. */
  #closed(piece: string): string {
    const last = this.#pieces.at(-1);
    if (last !== undefined && !/\s$/.test(last.slice(-1))) return piece;
    if (last === undefined) return piece.replace(BEHIND_ADDRESS, "").trimStart();
    if (PUNCTUATION.test(piece)) this.#trimLast();
    return piece.trimStart();
  }

  #trimLast(): void {
    const last = this.#pieces.pop();
    if (last !== undefined) this.#pieces.push(last.trimEnd());
  }
}
