import { type Arrival, metTurn } from "../fact/arrival.ts";
import type { Fact } from "../fact/fact.ts";
import type { Failure } from "./incident.ts";

/** What is shown from before a run, in ms. */
const BEFORE_MS = 60_000;

/** What has been read, or what of it is around a failure, oldest first. */
export interface Around {
  readonly arrivals: readonly Arrival[];
  readonly facts: readonly Fact[];
}

/** Whether somebody has asked for it: a turn that was stopped has not failed. */
export function wasAskedFor({ kind, session, startedAt, at, own }: Failure, { arrivals }: Around): boolean {
  const stops = (it: Arrival) =>
    it.stops && (it.session ?? session) === session && metTurn(it, own, startedAt, at);
  return (kind === "lanes" || kind === "aborted") && arrivals.some(stops);
}

/** Fills in which message the failure is about and which session, where its own lines do not say so. */
export function identify(failure: Failure, { arrivals }: Around): void {
  const { message, chat } = failure;
  if (message) failure.own ??= arrivals.findLast((it) => it.message === message);
  if (chat) failure.own ??= arrivals.find((it) => isRunningIn(chat, it, failure.at));
  failure.session ??= failure.own?.session;
  failure.own ??= lastBefore(failure, arrivals);
}

/** A queue's key has the id of its chat in it. */
function isRunningIn(
  key: string,
  { chat, endedAt = Number.POSITIVE_INFINITY }: Arrival,
  at: number,
): boolean {
  return chat !== undefined && key.includes(chat) && endedAt >= at;
}

/** The message that was dispatched to the session last before the run began. */
function lastBefore(failure: Failure, arrivals: readonly Arrival[]): Arrival | undefined {
  const { startedAt, exactMs, session } = failure;
  const before = ({ dispatchedAt = Number.POSITIVE_INFINITY }: Arrival) =>
    dispatchedAt <= startedAt + exactMs && dispatchedAt >= startedAt - BEFORE_MS;
  return session === undefined ? undefined : arrivals.findLast((it) => it.session === session && before(it));
}

/** Those of the failure's session, or of none, from a minute before the run to its end. */
export function nearTo({ startedAt, at, session, own }: Failure, { arrivals, facts }: Around): Around {
  const isNear = (it: { readonly at: number }) => it.at >= startedAt - BEFORE_MS && it.at <= at;
  const isOfIt = (it: { readonly session?: string | undefined }) => !it.session || it.session === session;
  return {
    arrivals: arrivals.filter((it) => it === own || (isNear(it) && isOfIt(it))),
    facts: facts.filter((it) => isNear(it) && isOfIt(it)),
  };
}
