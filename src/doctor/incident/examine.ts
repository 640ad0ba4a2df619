import type { Arrival } from "../fact/arrival.ts";
import type { FactKind } from "../fact/fact.ts";
import { type Around, identify, nearTo } from "./around.ts";
import { causeOf } from "./cause.ts";
import type { Failure, Incident, Observation } from "./incident.ts";
import type { ObservationKind } from "./words.ts";

/** A table for people: more lines around a failure help nobody. */
const MAX_SHOWN = 40;

/** Finds out what a failure was: its cause, what speaks for it, what else is to be seen. */
export function examine(failure: Failure, all: Around, number: number): Incident {
  identify(failure, all);
  const around = nearTo(failure, all);
  const ran = around.facts.filter(({ kind }) => kind === "lane-done");
  return {
    number,
    failure,
    ...causeOf(failure, around),
    observations: observationsIn(failure, around),
    context: { arrived: around.arrivals.slice(-MAX_SHOWN), ran: ran.slice(-MAX_SHOWN) },
  };
}

function observationsIn(failure: Failure, { facts, arrivals }: Around): Observation[] {
  const isDuring = ({ at }: { readonly at: number }) => at > failure.startedAt && at <= failure.at;
  const isPlain = (it: Arrival) => it !== failure.own && it.resets === false && !it.command;
  const of = (...kinds: readonly FactKind[]) => facts.filter(({ kind }) => kinds.includes(kind));
  const seen: Readonly<Record<ObservationKind, Observation["places"]>> = {
    "nested-lanes": failure.lanes.length > 1 ? failure.places : [],
    "tool-registered": placesOf(of("tool").filter(isDuring)),
    "message-waited": placesOf(arrivals.filter((it) => isPlain(it) && isDuring(it))),
    middleware: placesOf(of("held")),
  };
  return Object.entries(seen).flatMap(([kind, places]) =>
    places.length === 0 ? [] : [{ kind: kind as ObservationKind, places }],
  );
}

function placesOf(some: readonly Pick<Arrival, "place">[]): Observation["places"] {
  return some.map(({ place }) => place);
}
