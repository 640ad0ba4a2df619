/** So many buckets for each doubling: what is read is at most 9 % too long. */
const PER_DOUBLING = 8;
/** Longer than three days is as long as that. */
const BUCKETS = 28 * PER_DOUBLING + 1;

/** What half, and what all but a twentieth, took at most; in ms, and undefined of nothing. */
export interface Quantiles {
  readonly count: number;
  readonly p50: number | undefined;
  readonly p95: number | undefined;
}

/** How long things took: any number of them, in buckets that grow with the duration. */
export class Durations {
  readonly #buckets = new Uint32Array(BUCKETS);
  #count = 0;

  add(ms: number): void {
    this.#buckets[bucketOf(ms)] = (this.#buckets[bucketOf(ms)] ?? 0) + 1;
    this.#count += 1;
  }

  get quantiles(): Quantiles {
    return { count: this.#count, p50: this.#quantile(0.5), p95: this.#quantile(0.95) };
  }

  #quantile(share: number): number | undefined {
    let left = Math.ceil(this.#count * share);
    if (left === 0) return undefined;
    const at = this.#buckets.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return Math.round(2 ** (at / PER_DOUBLING));
  }
}

function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(Math.ceil(Math.log2(ms) * PER_DOUBLING), BUCKETS - 1);
}
