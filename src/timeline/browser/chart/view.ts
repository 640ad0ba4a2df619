// What is left free before the first and behind the last event, as a part of the width.
const MARGIN = 0.02;

/** Which part of a chart is seen: places from 0 to 1, with some room around them. */
export class View {
  from = -MARGIN;
  to = 1 + MARGIN;
  /** The shortest part that can be seen. */
  readonly #least: number;

  /** @param least the shortest part that can be seen */
  constructor(least: number) {
    this.#least = Math.min(least, 1);
  }

  get span(): number {
    return this.to - this.from;
  }

  /** Where a place is seen, in pixels. */
  x(place: number, width: number): number {
    return ((place - this.from) / this.span) * width;
  }

  /** The other way round. */
  placeAt(x: number, width: number): number {
    return this.from + (x / width) * this.span;
  }

  showAll(): void {
    this.#show(-MARGIN, 1 + 2 * MARGIN);
  }

  /** @param factor above 1 to see less, larger @param anchor the place that stays where it is */
  zoom(factor: number, anchor = (this.from + this.to) / 2): void {
    const span = Math.max(this.#least, this.span / factor);
    this.#show(anchor - ((anchor - this.from) / this.span) * span, span);
  }

  /** @param part of what is seen; above 0 towards what is later */
  pan(part: number): void {
    this.#show(this.from + part * this.span, this.span);
  }

  /** Moves as little as it must so that a place is seen, not at the very edge. */
  reveal(place: number): void {
    const room = this.span * 0.1;
    if (place < this.from) this.#show(place - room, this.span);
    else if (place > this.to - room / 2) this.#show(place + room - this.span, this.span);
  }

  #show(from: number, span: number): void {
    const length = Math.min(span, 1 + 2 * MARGIN);
    this.from = Math.min(Math.max(from, -MARGIN), 1 + MARGIN - length);
    this.to = this.from + length;
  }
}
