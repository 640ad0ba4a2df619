import { randomBytes } from "node:crypto";

/** How long a ticket lasts, in ms: somebody may have to carry it to another machine's browser. */
const LASTS_MS = 300_000;
/** So many can be open at once; the oldest make room. */
const MOST = 20;

/**
 * Let a browser in, once each. They stand in addresses, which browsers remember and other users of the machine may see
 * in the list of processes: the token itself must not.
 */
export class Tickets {
  readonly #open = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  issue(): string {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST) this.#open.delete(oldest);
    const ticket = randomBytes(24).toString("base64url");
    this.#open.set(ticket, this.#now() + LASTS_MS);
    return ticket;
  }

  /** Whether it lets somebody in, who is the last. */
  use(ticket: string): boolean {
    const until = this.#open.get(ticket);
    this.#open.delete(ticket);
    return until !== undefined && this.#now() < until;
  }
}
