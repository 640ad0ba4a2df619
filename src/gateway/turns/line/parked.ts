import type { Place } from "./session-line.ts";

/** What waits for its account, in order of arrival. */
export class Parked {
  #places = new Map<number, { readonly account: string; readonly place: Place }>();

  /** Whether the row is here. */
  has(id: number): boolean {
    return this.#places.has(id);
  }

  add(account: string, place: Place): void {
    this.#places.set(place.id, { account, place });
  }

  /** Takes out what has waited for accounts that are open now. */
  release(isOpen: (account: string) => boolean): Place[] {
    return this.#take(({ account }) => isOpen(account));
  }

  /** The session was lost. @returns how many waited */
  lose(sessionKey: string): number {
    return this.#take(({ place }) => place.sessionKey === sessionKey).length;
  }

  #take(isMeant: (parked: { readonly account: string; readonly place: Place }) => boolean): Place[] {
    const taken = [...this.#places.values()].filter(isMeant);
    for (const { place } of taken) this.#places.delete(place.id);
    return taken.map(({ place }) => place);
  }
}
