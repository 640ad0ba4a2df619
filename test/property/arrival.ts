import type { PlannedDispatch } from "./dispatches.ts";
import {
  around,
  holdsSession,
  isRunning,
  isWaiting,
  linkedTo,
  mayBeRunning,
  type Observed,
  shareIds,
} from "./observed.ts";

/** What the model can tell of a dispatch when it is made, of those that were `seen` before it. */
export function arrivalOf(
  plan: PlannedDispatch,
  parent: Observed | undefined,
  seen: readonly Observed[],
  now: number,
): Observed {
  const running = around(parent).filter(isRunning);
  const again = running.find((turn) => isWorkOf(plan, turn, seen, now));
  const inSession = running.some((turn) => turn.plan.session === plan.session && holdsSession(turn));
  return {
    plan,
    number: seen.length,
    place: placeOf(plan, seen),
    arrivedAt: now,
    parent,
    again,
    // What may itself be a part of a turn that has ended stands for nothing.
    surelyAgain: again?.maybeAgain === false && isAlone(again, plan, seen, now),
    maybeAgain: again !== undefined || mayBeWorkAround(plan, parent, seen),
    inSession,
    inTurn: again !== undefined || inSession,
    bypass: false,
    startedAt: undefined,
    handlerEndedAt: undefined,
    surelyBarred: false,
    maybeBarred: false,
    answered: undefined,
    ending: undefined,
    error: undefined,
  };
}

/** When it starts: by any chain of identities, or by its session, part of a turn around it that may still run? */
export function mayBePart(started: Observed, seen: readonly Observed[], now: number): boolean {
  const linked = linkedTo(started, seen);
  return around(started.parent)
    .filter((turn) => mayBeRunning(turn, now))
    .some((turn) => linked.includes(turn) || turn.plan.session === started.plan.session);
}

/** It joins what waits, and keeps that place also when those who held it leave, unless it has to change sessions. */
function placeOf(plan: PlannedDispatch, seen: readonly Observed[]): number {
  const waiting = seen.filter(isWaiting);
  const joined = knownBy(plan, waiting).flatMap((other) => linkedTo(other, waiting));
  const there = joined.filter(({ plan: { session } }) => session === plan.session);
  return Math.min(seen.length, ...there.map(({ place }) => place));
}

/** Is it known by an identity of the turn's work, directly or through others that joined it? */
function isWorkOf(plan: PlannedDispatch, turn: Observed, seen: readonly Observed[], now: number): boolean {
  // A part that outlives its turn no longer stands for the work: that has ended, and is free or settled.
  if (turn.again) return false;
  const telling = seen.filter((other) => isTelling(other, now));
  return knownBy(plan, linkedTo(turn, telling)).length > 0;
}

/** Has it surely told a running turn its identities, as one that waits for it, or that is a part of it? */
function isTelling({ again, arrivedAt, startedAt, ending }: Observed, now: number): boolean {
  if (again) return isRunning(again);
  // One that came in this very ms may have been turned away, which its caller hears a moment later.
  return !ending && (startedAt !== undefined || arrivedAt < now);
}

/** Is nothing else running that has turned out to be the same work, or does so by this dispatch? */
function isAlone(turn: Observed, plan: PlannedDispatch, seen: readonly Observed[], now: number): boolean {
  const linked = new Set([turn, ...knownBy(plan, seen)].flatMap((other) => linkedTo(other, seen)));
  return [...linked].filter((other) => mayBeRunning(other, now) && !other.again).length === 1;
}

function mayBeWorkAround(
  plan: PlannedDispatch,
  parent: Observed | undefined,
  seen: readonly Observed[],
): boolean {
  return around(parent).some((turn) => knownBy(plan, linkedTo(turn, seen)).length > 0);
}

function knownBy(plan: PlannedDispatch, among: readonly Observed[]): Observed[] {
  return among.filter((other) => shareIds(plan, other.plan));
}
