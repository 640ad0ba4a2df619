import type { Outcome } from "../../src/index.ts";
import type { PlannedDispatch } from "./dispatches.ts";

/** One dispatch as the test saw it. */
export interface Observed {
  readonly plan: PlannedDispatch;
  /** Order of arrival. */
  readonly number: number;
  /** The number of the dispatch whose place in line it has: its own, or that of what it joined. */
  readonly place: number;
  readonly arrivedAt: number;
  /** The dispatch in whose handler it was made. */
  readonly parent: Observed | undefined;
  /** The turn around it whose work it is, again: it is a part of that turn, and finished only when that one is. */
  readonly again: Observed | undefined;
  /** The same, and nothing else stands for that work, so that it cannot be joined elsewhere. */
  readonly surelyAgain: boolean;
  /** The same, for all that the model can tell: by identities that may have been handed on meanwhile. */
  readonly maybeAgain: boolean;
  /** In the session of a turn around it: a part of that turn too. */
  readonly inSession: boolean;
  /** Either: runs at once as a part of a turn. */
  inTurn: boolean;
  /** By its own text, or by that of a dispatch that joined it before it started. */
  bypass: boolean;
  startedAt: number | undefined;
  handlerEndedAt: number | undefined;
  /** A barrier waited in its session when it came: surely, or for all that the model can tell. */
  surelyBarred: boolean;
  maybeBarred: boolean;
  /** The turn whose question it answered. */
  answered: Observed | undefined;
  ending: Outcome<unknown>["status"] | "failed" | undefined;
  error: unknown;
}

export const isRunning = (seen: Observed): boolean =>
  seen.startedAt !== undefined && seen.handlerEndedAt === undefined;

/** A turn that ends in this very ms may or may not have ended for the engine. */
export const mayBeRunning = (seen: Observed, now: number): boolean =>
  seen.startedAt !== undefined && (seen.handlerEndedAt ?? Infinity) >= now;

export const isWaiting = (seen: Observed): boolean =>
  seen.ending === undefined && seen.startedAt === undefined;

/** Surely, by itself or as a part of the turn that does. */
export const holdsSession = (seen: Observed): boolean => seen.inSession || !(seen.maybeAgain || seen.bypass);

export const shareIds = (a: PlannedDispatch, b: PlannedDispatch): boolean =>
  a.ids.some((id) => b.ids.includes(id));

/** Do they stand for one work: by an identity, or because one answered what the other has asked? */
const areOne = (a: Observed, b: Observed): boolean =>
  a.answered === b || b.answered === a || shareIds(a.plan, b.plan);

/** Every dispatch linked to `start` by shared identities or as an answer, through any chain. */
export function linkedTo(start: Observed, among: readonly Observed[]): Observed[] {
  const linked = [start];
  for (const seen of linked) {
    linked.push(...among.filter((other) => !linked.includes(other) && areOne(seen, other)));
  }
  return linked;
}

/** The dispatches in whose handlers this one was made, innermost first. */
export function around(seen: Observed | undefined): Observed[] {
  return seen ? [seen, ...around(seen.parent)] : [];
}
