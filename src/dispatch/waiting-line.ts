import type { Work } from "./work.ts";

/**
 * The turns of one session that wait, in the order they will start.
 *
 * That is the order of arrival. With a reorder window, an older message may overtake ordinary turns that
 * arrived less than the window ago; it never passes a command, nor a turn that does not say when it was written.
 */
export class WaitingLine {
  readonly #works: Work[] = [];
  readonly #windowMs: number;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  get length(): number {
    return this.#works.length;
  }

  add(work: Work, now: number): void {
    let at = this.#works.length;
    while (at > 0 && this.#overtakes(work, this.#works[at - 1], now)) at--;
    if (at === this.#works.length) this.#works.push(work);
    else this.#works.splice(at, 0, work);
  }

  remove(work: Work): void {
    const at = this.#works.indexOf(work);
    if (at >= 0) this.#works.splice(at, 1);
  }

  /** Takes the first one out, unless something may still overtake it. */
  take(now: number): Work | undefined {
    return this.opensIn(now) > 0 ? undefined : this.#works.shift();
  }

  /** Takes all of them out. */
  clear(): Work[] {
    return this.#works.splice(0);
  }

  /**
   * In how many ms the first one can no longer be overtaken; 0 when it may start.
   * Nothing passes a turn whose window is over, so the shortest wait in the line holds for all before it.
   */
  opensIn(now: number): number {
    if (this.#windowMs === 0 || this.#works.length === 0) return 0;
    return Math.max(0, Math.min(...this.#works.map((work) => this.#openFor(work, now))));
  }

  [Symbol.iterator](): Iterator<Work> {
    return this.#works[Symbol.iterator]();
  }

  #overtakes(work: Work, ahead: Work | undefined, now: number): boolean {
    if (!ahead || work.createdAt === undefined || this.#openFor(ahead, now) <= 0) return false;
    return ahead.createdAt !== undefined && work.createdAt < ahead.createdAt;
  }

  /** For how many ms this one may still be overtaken. */
  #openFor(work: Work, now: number): number {
    if (work.kind !== "ordinary" || work.createdAt === undefined) return 0;
    return work.arrivedAt + this.#windowMs - now;
  }
}
