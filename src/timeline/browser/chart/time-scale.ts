/** A stretch of time. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

// Of the time in which something happens: enough to be seen as a gap.
const GAP = 0.06;

/**
 * Maps time to a place from 0 to 1. The hours between two redeliveries, in which nothing happens, shrink to a gap, or
 * the turns around them would be too thin to see.
 */
export class TimeScale {
  /** The stretches in which something happens, in order. */
  readonly busy: readonly Span[];
  /** How far from the start each of them begins, gaps included, in ms as they are drawn. */
  readonly #starts: number[] = [];
  readonly #length: number;

  /** @param gap how much of a stretch without events is drawn, as a part of the rest; infinite: all of it */
  constructor(spans: readonly Span[], gap = GAP) {
    this.busy = merge(spans);
    const total = this.busy.reduce((sum, { from, to }) => sum + to - from, 0);
    const most = Math.max(1, total * gap);
    let distance = 0;
    for (const [index, { from, to }] of this.busy.entries()) {
      const last = this.busy[index - 1];
      if (last) distance += Math.min(most, from - last.to);
      this.#starts.push(distance);
      distance += to - from;
    }
    this.#length = Math.max(1, distance);
  }

  /** How much is drawn, in ms. */
  get length(): number {
    return this.#length;
  }

  place(time: number): number {
    const index = lastAtMost(this.busy.length, (at) => this.busy[at]?.from ?? 0, time);
    const span = this.busy[index];
    if (!span) return 0;
    const inside = Math.min(time, span.to) - span.from;
    return ((this.#starts[index] ?? 0) + inside + this.#intoGap(index, time)) / this.#length;
  }

  /** How far a time that lies between two stretches is on its way through the gap. */
  #intoGap(index: number, time: number): number {
    const [span, next] = [this.busy[index], this.busy[index + 1]];
    if (!span || !next || time <= span.to) return 0;
    const drawn = (this.#starts[index + 1] ?? 0) - (this.#starts[index] ?? 0) - (span.to - span.from);
    return (drawn * (time - span.to)) / (next.from - span.to);
  }
}

/** The last index whose value is not above the limit; -1 when there is none. Values never go back. */
export function lastAtMost(length: number, value: (index: number) => number, limit: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The same stretches, without overlaps. */
function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to)
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else merged.push(span);
  }
  return merged;
}
