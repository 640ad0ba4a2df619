import type { Work } from "./work.ts";

/**
 * The turns of one session that wait, in the order they will start.
 *
 * That is the order of arrival. With a reorder window, an older message may overtake ordinary turns that
 * arrived less than the window ago; it never passes a command, nor a turn that does not say when it was written.
 */
export class WaitingLine {
  // A set keeps the order of insertion and lets anyone leave from anywhere in the line at the same small cost.
  #works = new Set<Work>();
  readonly #windowMs: number;
  readonly #now: () => number;

  constructor(windowMs: number, now: () => number) {
    this.#windowMs = windowMs;
    this.#now = now;
  }

  get length(): number {
    return this.#works.size;
  }

  add(work: Work): void {
    const ahead = this.#windowMs > 0 ? this.#placesAhead(work) : this.length;
    if (ahead === this.length) this.#works.add(work);
    else this.#works = new Set([...this.#works].toSpliced(ahead, 0, work));
  }

  remove(work: Work): void {
    this.#works.delete(work);
  }

  /** Takes the first one out, unless something may still overtake it. */
  take(): Work | undefined {
    if (this.opensIn() > 0) return undefined;
    const [first] = this.#works;
    if (first) this.#works.delete(first);
    return first;
  }

  /** Takes all of them out. */
  clear(): Work[] {
    const works = [...this.#works];
    this.#works.clear();
    return works;
  }

  /**
   * In how many ms the first one can no longer be overtaken; 0 when it may start.
   * Nothing passes a turn whose window is over, so the shortest wait in the line holds for all before it.
   */
  opensIn(): number {
    if (this.#windowMs === 0 || this.length === 0) return 0;
    const now = this.#now();
    let opensIn = this.#windowMs;
    for (const work of this.#works) {
      opensIn = Math.min(opensIn, this.#openFor(work, now));
      // In a line that has waited for its session that is the first one, however long the line is.
      if (opensIn <= 0) return 0;
    }
    return opensIn;
  }

  [Symbol.iterator](): Iterator<Work> {
    return this.#works[Symbol.iterator]();
  }

  /** How many that wait stay ahead of this one. */
  #placesAhead(work: Work): number {
    const now = this.#now();
    return [...this.#works].findLastIndex((ahead) => !this.#overtakes(work, ahead, now)) + 1;
  }

  #overtakes({ origin }: Work, ahead: Work, now: number): boolean {
    const [written, writtenAhead] = [origin.dispatch.createdAt, ahead.origin.dispatch.createdAt];
    if (written === undefined || writtenAhead === undefined) return false;
    return this.#openFor(ahead, now) > 0 && written < writtenAhead;
  }

  /** For how many ms this one may still be overtaken. */
  #openFor({ kind, origin }: Work, now: number): number {
    if (kind !== "ordinary" || origin.dispatch.createdAt === undefined) return 0;
    // The system clock can be set back; the window must not last until it has caught up.
    return now < origin.arrivedAt ? 0 : origin.arrivedAt + this.#windowMs - now;
  }
}
