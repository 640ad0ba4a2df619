import type { Arrival } from "../fact/arrival.ts";
import type { Fact, Place } from "../fact/fact.ts";
import type { Cause, ObservationKind } from "./words.ts";

/** How it showed that something went wrong. */
export type FailureKind =
  | "lanes"
  | "aborted"
  | "busy"
  | "expired"
  | "adoption"
  | "evicted"
  | "twice"
  | "error";

/** The error of a failure that the host gives no reason for. */
export const NO_REASON = "no reason given";

/** Something went wrong, as one or several lines say. */
export interface Failure {
  readonly kind: FailureKind;
  /** When it showed, and since when it was on its way, in ms. */
  readonly at: number;
  readonly startedAt: number;
  readonly time: string;
  readonly exactMs: number;
  session: string | undefined;
  readonly error: string;
  /** A run's lanes, the innermost first. */
  readonly lanes: Lane[];
  /** The message whose turn it was, where the lines name it. */
  own: Arrival | undefined;
  /** What its lines name instead of these: the message, or the chat by whose queue it came. */
  readonly message?: string | undefined;
  readonly chat?: string | undefined;
  /** Where it stands; the first line is where it showed. */
  readonly places: Place[];
  /** An earlier message that is the same work as `own`. */
  readonly before?: { readonly arrival: Arrival; readonly by: "message id" | "text" };
}

/** How long a task ran on a lane before it failed. */
export interface Lane {
  readonly name: string;
  readonly durationMs: number;
}

/** Something that speaks for a cause, or that might. */
export interface Evidence {
  readonly what: string;
  readonly time: string;
  readonly place: Place;
  /** How far into the failed run, in ms; less than 0 for what came before it. */
  readonly afterMs: number;
  /** The message that it is about. */
  readonly arrival?: Arrival;
}

/** Something that is to be seen, and is no cause. */
export interface Observation {
  readonly kind: ObservationKind;
  readonly places: readonly Place[];
}

/** What went wrong, why, and what speaks for that. */
export interface Incident {
  /** From 1 on, in order of time. */
  readonly number: number;
  readonly failure: Failure;
  readonly cause: Cause;
  /** `seen`: the lines show it. `likely`: they fit, and do not prove it. */
  readonly certainty: "seen" | "likely" | "none";
  readonly evidence: readonly Evidence[];
  /** What was written at the time and might be the cause; the lines do not say in which session. */
  readonly suspects: readonly Evidence[];
  readonly observations: readonly Observation[];
  readonly context: Context;
}

/** What arrived and ran around a failure, in its session, from a minute before the run to its end. */
export interface Context {
  /** In order of arrival. */
  readonly arrived: readonly Arrival[];
  /** Other runs that ended there, in order; a log has them at the level `debug`. */
  readonly ran: readonly Fact[];
}
