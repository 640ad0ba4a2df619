import { type Arrival, metTurn } from "../fact/arrival.ts";
import type { Fact } from "../fact/fact.ts";
import { causeOf } from "./cause.ts";
import type { Context, Failure, Incident, Observation } from "./incident.ts";
import type { ObservationKind } from "./words.ts";

/** What is shown from before a run, in ms. */
const BEFORE_MS = 60_000;
/** A table for people: more lines around a failure help nobody. */
const MAX_CONTEXT = 40;

/** What has been read around a failure. */
export interface Surroundings {
  readonly arrivals: readonly Arrival[];
  readonly facts: readonly Fact[];
}

/** Whether somebody has asked for it: a turn that was stopped has not failed. */
export function wasAskedFor(
  { kind, session, startedAt, at, own }: Failure,
  { arrivals }: Surroundings,
): boolean {
  const stops = (it: Arrival) =>
    it.stops && (it.session ?? session) === session && metTurn(it, own, startedAt, at);
  return (kind === "lanes" || kind === "aborted") && arrivals.some(stops);
}

/** Finds out what a failure was: its cause, what speaks for it, what else is to be seen. */
export function examine(failure: Failure, around: Surroundings, number: number): Incident {
  const context = contextOf(failure, around);
  failure.own ??= ownOf(failure, context.arrived);
  const found = causeOf(failure, context);
  const observations = observationsIn(failure, context);
  return { number, failure, ...found, observations, context: latestOf(context) };
}

/** The message whose turn it was: the last one that was dispatched to the session before the run began. */
function ownOf({ startedAt, exactMs, session }: Failure, arrived: readonly Arrival[]): Arrival | undefined {
  const before = ({ dispatchedAt = Number.POSITIVE_INFINITY }: Arrival) =>
    dispatchedAt <= startedAt + exactMs;
  return session === undefined ? undefined : arrived.findLast((it) => it.session === session && before(it));
}

function contextOf({ startedAt, at, session, own }: Failure, { arrivals, facts }: Surroundings): Context {
  const isNear = (it: { readonly at: number }) => it.at >= startedAt - BEFORE_MS && it.at <= at;
  const isOfIt = (it: { readonly session?: string | undefined }) => !it.session || it.session === session;
  const arrived = arrivals.filter((it) => it === own || (isNear(it) && isOfIt(it)));
  const told = facts.filter((it) => isNear(it) && isOfIt(it));
  return { arrived, facts: told };
}

function latestOf({ arrived, facts }: Context): Context {
  return { arrived: arrived.slice(-MAX_CONTEXT), facts: facts.slice(-MAX_CONTEXT) };
}

function observationsIn(failure: Failure, { facts, arrived }: Context): Observation[] {
  const isDuring = ({ at }: { readonly at: number }) => at > failure.startedAt && at <= failure.at;
  const of = (kind: Fact["kind"]) => facts.filter((fact) => fact.kind === kind);
  const waited = arrived.filter(
    (it) => it !== failure.own && it.resets === false && !it.command && isDuring(it),
  );
  const seen: [ObservationKind, Observation["places"]][] = [
    ["nested-lanes", failure.lanes.length > 1 ? failure.places : []],
    [
      "tool-registered",
      of("tool")
        .filter(isDuring)
        .map(({ place }) => place),
    ],
    ["message-waited", waited.map(({ place }) => place)],
    ["middleware", of("held").map(({ place }) => place)],
  ];
  return seen.filter(([, places]) => places.length > 0).map(([kind, places]) => ({ kind, places }));
}
