import type { Work } from "../turn/work.ts";

/**
 * The turns of one session that wait, in the order they will start.
 *
 * That is the order of arrival. With a reorder window, an older message may overtake ordinary turns that
 * arrived less than the window ago; it never passes a command, nor a turn that does not say when it was written.
 */
export class WaitingLine {
  // Linked through the works: anyone may leave from anywhere at the same small cost, and an empty line is nothing.
  #first: Work | undefined;
  #last: Work | undefined;
  #length = 0;
  readonly #windowMs: number;
  readonly #now: () => number;

  constructor(windowMs: number, now: () => number) {
    this.#windowMs = windowMs;
    this.#now = now;
  }

  get length(): number {
    return this.#length;
  }

  add(work: Work): void {
    const ahead = this.#windowMs > 0 ? this.#placeFor(work) : this.#last;
    const behind = ahead ? ahead.behind : this.#first;
    this.#link(ahead, work);
    this.#link(work, behind);
    this.#length++;
  }

  remove(work: Work): void {
    if (!work.ahead && this.#first !== work) return;
    this.#link(work.ahead, work.behind);
    work.ahead = undefined;
    work.behind = undefined;
    this.#length--;
  }

  /** Takes the first one out, unless something may still overtake it. */
  take(): Work | undefined {
    const first = this.opensIn() > 0 ? undefined : this.#first;
    if (first) this.remove(first);
    return first;
  }

  /** Takes all of them out. */
  clear(): Work[] {
    const works = [...this];
    for (const work of works) this.remove(work);
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
    for (const work of this) {
      opensIn = Math.min(opensIn, this.#openFor(work, now));
      // In a line that has waited for its session that is the first one, however long the line is.
      if (opensIn <= 0) return 0;
    }
    return opensIn;
  }

  *[Symbol.iterator](): Iterator<Work> {
    for (let work = this.#first; work; work = work.behind) yield work;
  }

  /** The last of those that stay ahead of this one. */
  #placeFor(work: Work): Work | undefined {
    const now = this.#now();
    let ahead = this.#last;
    while (ahead && this.#overtakes(work, ahead, now)) ahead = ahead.ahead;
    return ahead;
  }

  #link(ahead: Work | undefined, behind: Work | undefined): void {
    if (ahead) ahead.behind = behind;
    else this.#first = behind;
    if (behind) behind.ahead = ahead;
    else this.#last = ahead;
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
