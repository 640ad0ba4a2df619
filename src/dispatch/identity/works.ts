import type { Work } from "../turn/work.ts";

/** The work that is queued or running, by every identity it is known by. */
export class SingleFlight {
  readonly #works = new Map<string, Work>();

  /** Every work known by one of these identities; more than one when they link works thought to be different. */
  find(ids: readonly string[]): Work[] {
    const found: Work[] = [];
    for (const id of ids) {
      const work = this.#works.get(id);
      if (work && !found.includes(work)) found.push(work);
    }
    return found;
  }

  /** Is this work known by one of these identities? */
  knows(work: Work, ids: readonly string[]): boolean {
    return ids.some((id) => this.#works.get(id) === work);
  }

  /** Makes the work known by these identities, as far as no other work has them. */
  claim(work: Work, ids: readonly string[]): void {
    const free = ids.some((id) => this.#works.has(id)) ? ids.filter((id) => !this.#works.has(id)) : ids;
    for (const id of free) this.#works.set(id, work);
    work.ids = [...work.ids, ...free];
  }

  /** Forgets the work. Its identities are free again. */
  release(work: Work): void {
    for (const id of work.ids) this.#works.delete(id);
  }
}
