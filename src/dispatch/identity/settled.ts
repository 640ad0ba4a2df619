import { LRUCache } from "lru-cache";
import { steadyClock } from "../../steady-clock.ts";
import type { Recognised } from "../turn/caller.ts";

/** The identities of finished work, remembered for a while so that late duplicates are recognised. */
export class SettledIdentities {
  /** The name of the work, by identity. */
  readonly #works: LRUCache<string, string>;

  constructor(options: { max: number; ttlMs: number; now: () => number }) {
    const now = steadyClock(options.now);
    this.#works = new LRUCache({
      // A `max` would have it take the room of so many at once, 4 MB and 20 ms for the usual number.
      maxSize: options.max,
      sizeCalculation: () => 1,
      ttl: options.ttlMs,
      // lru-cache keeps the time for a millisecond by a timer of its own. Nothing may stay when idle, and an
      // injected clock must be believed, so it asks every time.
      ttlResolution: 0,
      // It also reads a start of 0 as "no TTL", and virtual clocks start there.
      perf: { now: () => now() + 1 },
      // So that `size` sees what is over at the old end; `has` and `peek` are asked first everywhere else.
      allowStale: true,
    });
  }

  hasAny(ids: readonly string[]): boolean {
    return ids.some((id) => this.#works.has(id));
  }

  /** The work that is remembered by one of these identities. */
  find(ids: readonly string[]): Recognised | undefined {
    for (const id of ids) {
      if (!this.#works.has(id)) continue;
      return { work: this.#works.peek(id) ?? id, by: id };
    }
    return undefined;
  }

  /** Remembers the identities of a work from now on. */
  add(ids: readonly string[], work: string): void {
    for (const id of ids) this.#works.set(id, work);
  }

  /** Remembers those of the identities that are not remembered yet: one that is keeps its time. */
  link(ids: readonly string[], work: string): void {
    for (const id of ids) if (!this.#works.has(id)) this.#works.set(id, work);
  }

  /** How many are remembered. What is over goes first: it is the oldest, so that the others need not be looked at. */
  get size(): number {
    for (const oldest of this.#works.rkeys()) {
      if (this.#works.has(oldest)) break;
      this.#works.delete(oldest);
    }
    return this.#works.size;
  }
}
