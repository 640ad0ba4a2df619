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
  readonly #gap: number;
  readonly #length: number;

  constructor(spans: readonly Span[]) {
    this.busy = merge(spans);
    const total = this.busy.reduce((sum, { from, to }) => sum + to - from, 0);
    this.#gap = Math.max(1, total * GAP);
    this.#length = Math.max(1, this.#distance(Number.POSITIVE_INFINITY));
  }

  place(time: number): number {
    return this.#distance(time) / this.#length;
  }

  #distance(time: number): number {
    let distance = 0;
    let last: number | undefined;
    for (const { from, to } of this.busy) {
      if (time < from) break;
      if (last !== undefined) distance += Math.min(this.#gap, from - last);
      distance += Math.min(time, to) - from;
      last = to;
    }
    return distance;
  }
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
