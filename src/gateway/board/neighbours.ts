import type { Inbox } from "../../inbox/inbox.ts";
import type { SharingOverview } from "../../inbox/sharing.ts";

/** How long what was seen of the others is good for, in ms: it is asked of the database. */
const GOOD_MS = 5000;

/** The other gateways that share the inbox, as the database had them a moment ago; nothing where none do. */
export class Neighbours {
  known: Partial<SharingOverview> = {};
  readonly #inbox: Pick<Inbox, "sharing">;
  #looking: Promise<void> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #seen = 0;

  constructor(inbox: Pick<Inbox, "sharing">) {
    this.#inbox = inbox;
  }

  /** Never rejects: a database that does not answer is seen by what it was asked before. */
  async look(): Promise<void> {
    const { sharing } = this.#inbox;
    if (!sharing?.overview || performance.now() - this.#lookedAt < GOOD_MS) return this.#looking;
    this.#lookedAt = performance.now();
    this.#looking = sharing.overview().then(
      (overview) => {
        this.known = overview;
        this.#seen += 1;
      },
      () => {},
    );
    return this.#looking;
  }

  /** Looks without waiting for what is found. @returns how often something was */
  follow(): number {
    void this.look();
    return this.#seen;
  }
}
