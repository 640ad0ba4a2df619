import type { Arrival } from "../fact/arrival.ts";
import type { Place } from "../fact/fact.ts";
import type { Evidence, Incident } from "../incident/incident.ts";
import {
  type Cause,
  type CauseWords,
  causes,
  notInTheseLines,
  type ObservationKind,
  observations,
} from "../incident/words.ts";
import type { Redaction } from "./redaction.ts";

/** An incident as it is printed, as text or JSON; a timeline can be made of it. No text of a message is in it. */
export interface IncidentReport {
  readonly number: number;
  /** When it showed, as the log has it. */
  readonly time: string;
  /** When the failed run began and ended, in ms; since the epoch, or since midnight where the log has no dates. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly session: string | undefined;
  readonly error: string;
  /** The run's lanes, the innermost first. */
  readonly lanes: readonly { readonly name: string; readonly durationMs: number }[];
  /** Between the durations of the outermost and the innermost lane. */
  readonly differenceMs: number | undefined;
  readonly cause: Cause;
  readonly certainty: Incident["certainty"];
  /** What it was, in a sentence. */
  readonly verdict: string;
  /** Whether this middleware prevents such. */
  readonly prevented: CauseWords["prevented"];
  readonly evidence: readonly EvidenceReport[];
  readonly suspects: readonly EvidenceReport[];
  readonly observations: readonly { kind: ObservationKind; says: string; lines: readonly string[] }[];
  readonly arrived: readonly ArrivalReport[];
  /** Other runs that ended in its session, as far as the log has them. */
  readonly ran: readonly { time: string; startedAt: number; endedAt: number; line: string }[];
  /** Where the failure stands, as `file:line`. */
  readonly lines: readonly string[];
}

/** See {@link Evidence}. */
export interface EvidenceReport {
  readonly what: string;
  readonly time: string;
  readonly line: string;
  readonly afterMs: number;
}

/** A message that arrived around a failure. */
export interface ArrivalReport {
  readonly time: string;
  readonly at: number;
  readonly dispatchedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly answered: boolean | undefined;
  /** Whether the failed turn was this message's. */
  readonly isOwn: boolean;
  /** The command that it is; undefined for any other message. */
  readonly command: string | undefined;
  readonly sender: string | undefined;
  readonly chat: string | undefined;
  readonly thread: string | undefined;
  readonly message: string | undefined;
  readonly session: string | undefined;
  readonly channel: string | undefined;
  readonly line: string;
}

/** Puts an incident into the form in which it is printed. */
export function reportOf(incident: Incident, redact: Redaction): IncidentReport {
  const { number, failure, cause, certainty, context } = incident;
  const lanes = failure.lanes.map(({ name, durationMs }) => ({ name: redact.session(name), durationMs }));
  const evidence = (it: Evidence): EvidenceReport => {
    const { what, time, place, afterMs } = it;
    return { what: redact.text(what), time, line: lineOf(place), afterMs };
  };
  return {
    number,
    time: failure.time,
    startedAt: failure.startedAt,
    endedAt: failure.at,
    session: failure.session && redact.session(failure.session),
    error: redact.text(failure.error),
    lanes,
    differenceMs:
      lanes.length > 1 ? (lanes.at(-1)?.durationMs ?? 0) - (lanes[0]?.durationMs ?? 0) : undefined,
    cause,
    certainty,
    verdict: verdictOf(incident),
    prevented: causes[cause].prevented,
    evidence: incident.evidence.map(evidence),
    suspects: incident.suspects.map(evidence),
    observations: incident.observations.map(({ kind, places }) => {
      return { kind, says: observations[kind], lines: places.map(lineOf) };
    }),
    arrived: context.arrived.map((it) => arrivalOf(it, it === failure.own, redact)),
    ran: context.ran.map(({ time, at, ms, place }) => {
      return { time, startedAt: at - Number(ms), endedAt: at, line: lineOf(place) };
    }),
    lines: failure.places.map(lineOf),
  };
}

/** What it was: how it was reported, which is no cause, and then its cause. */
function verdictOf({ cause, certainty, observations: seen }: Incident): string {
  const isNested = seen.some(({ kind }) => kind === "nested-lanes");
  const why = cause === "unknown" ? notInTheseLines : causes[cause].name;
  const how = isNested ? "one run, reported by two nested lanes; " : "";
  return how + (certainty === "likely" ? `likely ${why}` : why);
}

function arrivalOf(arrival: Arrival, isOwn: boolean, redact: Redaction): ArrivalReport {
  const { time, at, dispatchedAt, endedAt, answered, command, sender, chat, thread, message } = arrival;
  const id = (it: string | undefined) => it && redact.id(it);
  const ids = { sender: id(sender), chat: id(chat), thread: id(thread), message: id(message) };
  const session = arrival.session && redact.session(arrival.session);
  const when = { time, at, dispatchedAt, endedAt, answered };
  return { ...when, isOwn, command, ...ids, session, channel: arrival.channel, line: lineOf(arrival.place) };
}

function lineOf({ file, line }: Place): string {
  return `${file}:${line}`;
}
