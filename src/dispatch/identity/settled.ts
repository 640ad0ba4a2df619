import { LRUCache } from "lru-cache";

/** The identities of finished work, remembered for a while so that late duplicates are recognised. */
export class SettledIdentities {
  readonly #cache: LRUCache<string, true>;

  constructor(options: { max: number; ttlMs: number; now: () => number }) {
    this.#cache = new LRUCache({
      max: options.max,
      ttl: options.ttlMs,
      // lru-cache keeps the time for a millisecond by a timer of its own. Nothing may stay when idle, and an
      // injected clock must be believed, so it asks every time.
      ttlResolution: 0,
      // It also reads a start of 0 as "no TTL", and virtual clocks start there.
      perf: { now: () => options.now() + 1 },
    });
  }

  hasAny(ids: readonly string[]): boolean {
    return ids.some((id) => this.#cache.has(id));
  }

  /** Remembers identities from now on. */
  add(ids: readonly string[]): void {
    for (const id of ids) this.#cache.set(id, true);
  }

  get size(): number {
    this.#cache.purgeStale();
    return this.#cache.size;
  }
}
