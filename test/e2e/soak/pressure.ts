import type { Attempt, Delivery, StandIn } from "../../../src/stand-in/index.ts";

/** Events that may wait for their acknowledgement at once. More, and a machine that is slow never catches up. */
const MOST_OPEN = 20;
/** An acknowledgement takes longer only where there is too much to do, in ms. */
const SLOW_MS = 500;
/** How long nobody writes then, in ms. */
const PAUSE_MS = 2000;

/** How much a gateway has still to take. */
export class Pressure {
  readonly #open = new Set<Delivery>();
  #slowUntil = 0;

  /** @param appId the gateway's bot */
  constructor({ changes }: StandIn, appId: string) {
    const isOurs = (delivery: Delivery) => delivery.appId === appId;
    changes.on("sent", (delivery) => isOurs(delivery) && this.#open.add(delivery));
    changes.on("answered", (delivery, attempt) => isOurs(delivery) && this.#answered(attempt));
  }

  /** Whether it had better be given no more for now. */
  get isHigh(): boolean {
    for (const delivery of this.#open) if (delivery.state !== "open") this.#open.delete(delivery);
    return this.#open.size > MOST_OPEN || performance.now() < this.#slowUntil;
  }

  #answered({ answeredMs = 0 }: Attempt): void {
    if (answeredMs > SLOW_MS) this.#slowUntil = performance.now() + PAUSE_MS;
  }
}
