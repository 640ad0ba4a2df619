import { type Delivery, deliveriesIn, type Fixture, type Task } from "../fixture/fixture.ts";
import { messageIdOf } from "../fixture/said.ts";

/** What a delivery is the same work as, and by what that is known. */
export interface Shared {
  readonly of?: string;
  readonly by?: string;
  readonly note?: string;
}

/** Finds what a delivery shares with those before it. */
export class SharedIdentities {
  /** The first delivery that had each identity. */
  readonly #first = new Map<string, Delivery>();
  /** The first delivery of each work. */
  readonly #leader = new Map<Task, Delivery>();

  constructor(fixture: Fixture) {
    for (const delivery of deliveriesIn(fixture)) {
      if (!this.#leader.has(delivery.work)) this.#leader.set(delivery.work, delivery);
      for (const id of delivery.dispatch.ids) if (!this.#first.has(id)) this.#first.set(id, delivery);
    }
  }

  /** The first delivery before this one with an identity of it, or else of the same work. */
  of(delivery: Delivery): Shared {
    for (const by of delivery.dispatch.ids) {
      const first = this.#first.get(by);
      if (first && first !== delivery) return { of: messageIdOf(first), by };
    }
    const leader = this.#leader.get(delivery.work) ?? delivery;
    const note =
      leader === delivery ? "the same delivery, dispatched again" : "the same work, as the fixture says";
    return { of: messageIdOf(leader), note };
  }
}
