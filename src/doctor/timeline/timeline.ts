import { commandReader } from "../../dispatch/command-policy.ts";
import type { Chart, Mark, Timeline, Turn, TurnKind } from "../../timeline/timeline.ts";
import { causes } from "../incident/words.ts";
import type { ArrivalReport, EvidenceReport, IncidentReport } from "../report/incident-report.ts";

const commandIn = commandReader();

/** Where lines do not say in which session something was. */
const UNKNOWN = "unknown session";

/** Incidents as they are drawn: what arrived and ran around each, and what speaks for its cause. */
export function timelineOf(incidents: readonly IncidentReport[], about: string): Timeline {
  return { title: "Doctor", about, charts: incidents.map(chartOf) };
}

function chartOf(incident: IncidentReport): Chart {
  const { number, time, cause, verdict, error } = incident;
  const first = startOf(incident);
  const since = (at: number) => at - first;
  const turns = [failed(incident, since), ...finished(incident, since)];
  const marks = [...arrivals(incident, since), ...evidenceMarks(incident, since)];
  return {
    name: `${number}  ${time}  ${causes[cause].name}`,
    about: verdict,
    panels: [{ name: "in the log", summary: error, turns, marks }],
  };
}

type Since = (at: number) => number;

function startOf({ startedAt, arrived, ran, evidence, suspects }: IncidentReport): number {
  const seen = [...evidence, ...suspects].map(({ afterMs }) => startedAt + afterMs);
  return Math.min(startedAt, ...seen, ...arrived.map(({ at }) => at), ...ran.map((it) => it.startedAt));
}

/** The turn that went wrong. */
function failed(
  { startedAt, endedAt, session = UNKNOWN, lines, lanes, arrived }: IncidentReport,
  since: Since,
): Turn {
  const own = arrived.find(({ isOwn }) => isOwn);
  return {
    id: (own && nameOf(own)) ?? lines[0] ?? "",
    ...{ session, lane: lanes.map(({ name }) => name).join(" in ") || undefined },
    arrivedAt: since(Math.min(own?.at ?? startedAt, startedAt)),
    ...{ startedAt: since(startedAt), endedAt: since(endedAt) },
    ...{ kind: own ? kindOf(own) : "ordinary", status: "failed" },
  };
}

/** Other turns of which the log says when they ran. */
function finished({ session = UNKNOWN, arrived, ran }: IncidentReport, since: Since): Turn[] {
  const dispatched = arrived.flatMap((it): Turn[] => {
    const { isOwn, at, dispatchedAt, endedAt } = it;
    if (isOwn || dispatchedAt === undefined || endedAt === undefined) return [];
    const times = { arrivedAt: since(at), startedAt: since(dispatchedAt), endedAt: since(endedAt) };
    const said = { id: nameOf(it), session: it.session ?? session, text: it.command };
    return [{ ...said, ...times, kind: kindOf(it), status: "ok" }];
  });
  const others = ran.map(({ startedAt, endedAt, line }): Turn => {
    const [start, end] = [since(startedAt), since(endedAt)];
    return {
      id: line,
      session,
      arrivedAt: start,
      startedAt: start,
      endedAt: end,
      kind: "ordinary",
      status: "ok",
    };
  });
  return [...dispatched, ...others];
}

function arrivals({ session = UNKNOWN, arrived }: IncidentReport, since: Since): Mark[] {
  return arrived.map((it) => {
    const kind = kindOf(it);
    const at = { at: since(it.at), session: it.session ?? session, id: nameOf(it) };
    return { kind: kind === "ordinary" ? "arrival" : kind, ...at, text: it.command, note: it.line };
  });
}

function evidenceMarks({ session, startedAt, evidence, suspects }: IncidentReport, since: Since): Mark[] {
  const mark = ({ what, line, afterMs }: EvidenceReport, how: string): Mark => {
    return { kind: "takeover", at: since(startedAt + afterMs), session, note: `${how}: ${what} (${line})` };
  };
  return [...evidence.map((it) => mark(it, "because")), ...suspects.map((it) => mark(it, "perhaps"))];
}

function kindOf({ command }: ArrivalReport): TurnKind {
  const kind = commandIn(command)?.kind;
  if (kind === "barrier" || kind === "interrupt") return "barrier";
  return kind === "bypass" ? "bypass" : "ordinary";
}

function nameOf({ message, line }: ArrivalReport): string {
  return message ?? line;
}
