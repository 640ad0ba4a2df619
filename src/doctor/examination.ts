import type { Arrival } from "./fact/arrival.ts";
import { Arrivals } from "./fact/arrivals.ts";
import type { Fact } from "./fact/fact.ts";
import { wasAskedFor } from "./incident/around.ts";
import { examine } from "./incident/examine.ts";
import { Failures } from "./incident/failures.ts";
import type { Failure, Incident } from "./incident/incident.ts";
import { Repeats } from "./incident/repeats.ts";

/** How much is remembered of what was read, in facts: some minutes of a busy gateway. */
const REMEMBERED = 5000;
/** A failure is examined when this much has been read after it, in ms: what it met may be told late. */
const AFTER_MS = 5000;
/** More incidents are counted, and not examined. */
const MAX_INCIDENTS = 1000;
const MAX_OPEN = 100;

/** Reads what a log says from its beginning to its end, and examines each failure as it comes; memory is bounded. */
export class Examination {
  readonly incidents: Incident[] = [];
  /** Failures beyond those that were examined. */
  more = 0;
  readonly #arrivals = new Arrivals();
  readonly #failures = new Failures();
  readonly #repeats = new Repeats();
  readonly #facts: Fact[] = [];

  take(fact: Fact): void {
    this.#facts.push(fact);
    if (this.#facts.length > 2 * REMEMBERED) this.#facts.splice(0, REMEMBERED);
    if (fact.kind === "starting") this.#arrivals.cutOff(fact.at);
    const ended = this.#arrivals.take(fact);
    this.#failures.take(fact, ended);
    if (ended && fact.kind === "answered") this.#ended(ended, fact);
    this.#examine(this.#failures.open.length > MAX_OPEN ? Number.POSITIVE_INFINITY : fact.at - AFTER_MS);
  }

  /** The log has ended: what has shown is all there is. */
  end(): void {
    this.#examine(Number.POSITIVE_INFINITY);
  }

  #ended(arrival: Arrival, { at, exactMs }: Fact): void {
    const again = arrival.answered ? this.#repeats.answered(arrival, at, exactMs) : undefined;
    if (again) this.#failures.add(again);
  }

  #examine(before: number): void {
    for (const failure of this.#failures.shownBefore(before)) this.#incident(failure);
  }

  #incident(failure: Failure): void {
    const around = { arrivals: this.#arrivals.recent, facts: this.#facts };
    if (this.incidents.length >= MAX_INCIDENTS) this.more += 1;
    else if (!wasAskedFor(failure, around))
      this.incidents.push(examine(failure, around, this.incidents.length + 1));
  }
}
