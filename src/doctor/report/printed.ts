import { visible } from "../../text/visible.ts";
import { type Cause, causes } from "../incident/words.ts";
import type { ArrivalReport, EvidenceReport, IncidentReport } from "./incident-report.ts";
import { placeShower, type ShownPlaces } from "./places.ts";
import { shortened, tableOf } from "./table.ts";

/** What is printed: the incidents, and how much was read for them. */
export interface Report {
  readonly lines: number;
  /** Lines that say something that matters here. */
  readonly understood: number;
  /** Failures beyond those that are shown. */
  readonly more: number;
  readonly incidents: readonly IncidentReport[];
}

const prevention = {
  yes: "This middleware prevents it.",
  partly: "This middleware prevents a part of it.",
  no: "This middleware does not prevent it.",
  unknown: "Whether this middleware would have prevented it cannot be told.",
} as const;

/**
 * The report for people: a table, what is known of each incident, and what prevents such.
 *
 * @param stream where it will be printed
 */
export function printedReport(report: Report, stream: NodeJS.WritableStream): string {
  const { more, incidents } = report;
  const read = countOf(report);
  if (incidents.length === 0) return `${read}\n`;
  const rest = more > 0 ? [`${more} more failures were counted and not examined.`] : [];
  const shown = placeShower(incidents.flatMap((it) => [...it.lines, ...it.arrived.map(({ line }) => line)]));
  const all = incidents.map((incident) => told(incident, shown));
  return [tableOf(incidents, stream), read, ...rest, ...all, remedies(incidents), ""].join("\n");
}

/** How much was found, in how much. */
export function countOf({ lines, understood, incidents }: Report): string {
  const count = `${incidents.length} ${incidents.length === 1 ? "incident" : "incidents"}`;
  return `${count} in ${lines} lines, of which ${understood} were understood.`;
}

function told(incident: IncidentReport, shown: ShownPlaces): string {
  const { number, time, error, verdict, lines, arrived, ran, evidence, suspects, observations } = incident;
  const at = (text: string, ...places: readonly string[]) => `${text} (${shown(places)})`;
  const told = [
    ["error", shortened(error) === error ? [] : [error]],
    ["arrived", arrived.map((it) => at(arrival(it), it.line))],
    ["ran", ran.map((it) => at(`${it.time}  a run of ${it.endedAt - it.startedAt} ms had ended`, it.line))],
    ["evidence", evidence.map((it) => at(spoken(it), it.line))],
    ["may be", suspects.map((it) => at(`${spoken(it)}; in which session is not said`, it.line))],
    ["seen", observations.map(({ says, lines: where }) => at(says, ...where))],
  ] as const;
  const parts = told.flatMap(([name, all]) =>
    all.map((text) => `   ${`${name}:`.padEnd(10)}${visible(text)}`),
  );
  return [`\n${number}  ${visible(at(`${time}  ${verdict}`, ...lines))}`, ...parts].join("\n");
}

function arrival({ time, command, sender, thread, channel, isOwn, answered }: ArrivalReport): string {
  const what = command ?? "a message";
  const from = sender ? ` of ${sender}` : "";
  const by = [channel && `by ${channel}`, thread && `in thread ${thread}`].filter(Boolean).join(", ");
  const end = isOwn || answered === undefined ? "" : answered ? ", answered" : ", not answered";
  return `${time}  ${what}${from}${by ? ` ${by}` : ""}${isOwn ? ", the turn that failed" : ""}${end}`;
}

function spoken({ what, time, afterMs }: EvidenceReport): string {
  const when = afterMs >= 0 ? `${afterMs} ms into the run` : `${-afterMs} ms before the run`;
  return `${time}  ${what}, ${when}`;
}

/** What prevents what was found, once for each cause. */
function remedies(incidents: readonly IncidentReport[]): string {
  const found = [...new Set(incidents.map(({ cause }) => cause))];
  return found.map(remedy).join("\n");
}

function remedy(cause: Cause): string {
  const { name, meaning, prevented, remedy: what } = causes[cause];
  return `\n${name}: ${meaning}\n   ${prevention[prevented]} ${what}`;
}
