import type { Hold } from "./hold.ts";

/** The messages that are held or run, by what they are known by. The order is the engine's business. */
export class Holds {
  readonly #byId = new Map<string, Hold>();
  readonly #all = new Set<Hold>();

  add(hold: Hold): void {
    this.#all.add(hold);
    for (const id of hold.arrival.ids) this.#byId.set(id, hold);
  }

  remove(hold: Hold): void {
    this.#all.delete(hold);
    for (const id of hold.arrival.ids) if (this.#byId.get(id) === hold) this.#byId.delete(id);
  }

  /** The message that is the same work. */
  find(ids: readonly string[]): Hold | undefined {
    for (const id of ids) {
      const hold = this.#byId.get(id);
      if (hold) return hold;
    }
    return undefined;
  }

  /** Those of one session, in order of arrival. */
  inSession(sessionKey: string): Hold[] {
    return [...this.#all].filter((hold) => hold.arrival.sessionKey === sessionKey);
  }

  [Symbol.iterator](): Iterator<Hold> {
    return this.#all[Symbol.iterator]();
  }

  get size(): number {
    return this.#all.size;
  }
}
