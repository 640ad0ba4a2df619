import type { Place } from "./session-line.ts";

/** What waits for its account, in order of arrival. */
export class Parked {
  readonly #places = new Map<number, Place>();

  /** Whether the row is here. */
  has(id: number): boolean {
    return this.#places.has(id);
  }

  add(place: Place): void {
    this.#places.set(place.id, place);
  }

  /** The row is not to be run any more. */
  forget(id: number): void {
    this.#places.delete(id);
  }

  /** Takes out what has waited for accounts that are open now. */
  release(isOpen: (account: string) => boolean): Place[] {
    return this.#take(({ account }) => isOpen(account));
  }

  /** The session was lost. @returns how many waited */
  lose(sessionKey: string): number {
    return this.#take((place) => place.sessionKey === sessionKey).length;
  }

  #take(isMeant: (place: Place) => boolean): Place[] {
    const taken = [...this.#places.values()].filter(isMeant);
    for (const { id } of taken) this.#places.delete(id);
    return taken;
  }
}
