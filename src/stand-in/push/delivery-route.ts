import type { Faults } from "../options.ts";
import type { DeliverOptions } from "../state/delivery.ts";
import type { Route } from "./courier.ts";

/** How one delivery goes: as its options say, and where they say nothing, by chance from the faults. */
export function routeFor(options: DeliverOptions, faults: Faults, random: () => number): Route {
  const { loseAcks } = options;
  return {
    copies: options.copies ?? (happens(faults.duplicate, random) ? 2 : 1),
    afterMs: options.afterMs ?? Math.floor(random() * (faults.shuffleMs ?? 0)),
    losesAck: (attempt) => (loseAcks === undefined ? happens(faults.loseAck, random) : attempt <= loseAcks),
  };
}

/** Whether something of this likelihood happens now. */
export function happens(likelihood: number | undefined, random: () => number): boolean {
  return likelihood !== undefined && random() < likelihood;
}
