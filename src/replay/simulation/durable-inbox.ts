import type { Inbox } from "../../inbox/inbox.ts";
import { createMemoryInbox } from "../../inbox/memory.ts";
import type { Delivery } from "../fixture/fixture.ts";

/**
 * The gateway's inbox, which a restart does not touch. Its store is memory, held by whoever plays the fixture: on
 * disk it would outlive the process in the same way.
 */
export class DurableInbox {
  readonly #inbox: Inbox;
  readonly #deliveries = new Map<number, Delivery>();

  constructor(now: () => number) {
    this.#inbox = createMemoryInbox({ now });
  }

  /** Accepts the delivery, or tells what became of its work. */
  async claim(delivery: Delivery): ReturnType<Inbox["claim"]> {
    const { event, account, transport, dispatch } = delivery;
    const { ids, sessionKey } = dispatch;
    const claim = await this.#inbox.claim({ event, ids, sessionKey, account, transport });
    if (claim.status === "accepted") this.#deliveries.set(claim.id, delivery);
    return claim;
  }

  complete(id: number): Promise<void> {
    this.#deliveries.delete(id);
    return this.#inbox.complete(id);
  }

  /** What was accepted and has not ended, in order of arrival. */
  async pending(): Promise<Array<{ id: number; delivery: Delivery }>> {
    const pending = [];
    for await (const { id } of this.#inbox.pending()) {
      const delivery = this.#deliveries.get(id);
      if (delivery) pending.push({ id, delivery });
    }
    return pending;
  }
}
