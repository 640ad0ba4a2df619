import { visible } from "../../visible.ts";
import { type Cause, causes } from "../incident/words.ts";
import type { ArrivalReport, EvidenceReport, IncidentReport } from "./incident-report.ts";
import { tableOf } from "./table.ts";

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
export function printedReport(
  { lines, understood, more, incidents }: Report,
  stream: NodeJS.WritableStream,
): string {
  const read = `${incidents.length} incidents in ${lines} lines, of which ${understood} were understood.`;
  if (incidents.length === 0) return `${read}\n`;
  const rest = more > 0 ? [`${more} more failures were counted and not examined.`] : [];
  return [tableOf(incidents, stream), read, ...rest, ...incidents.map(told), remedies(incidents), ""].join(
    "\n",
  );
}

function told(incident: IncidentReport): string {
  const { number, time, verdict, lines, arrived, evidence, suspects, observations } = incident;
  const told = [
    ["arrived", arrived.map(arrival)],
    ["evidence", evidence.map(spoken)],
    ["may be", suspects.map((it) => `${spoken(it)}; its line names no session`)],
    ["seen", observations.map(({ says, lines: where }) => `${says} (${listed(where)})`)],
  ] as const;
  const parts = told.flatMap(([name, all]) =>
    all.map((text) => `   ${`${name}:`.padEnd(10)}${visible(text)}`),
  );
  return [`\n${number}  ${visible(`${time}  ${verdict} (${listed(lines)})`)}`, ...parts].join("\n");
}

function arrival({ time, command, sender, thread, channel, isOwn, answered, line }: ArrivalReport): string {
  const what = command ?? "a message";
  const from = sender ? ` of ${sender}` : "";
  const by = [channel && `by ${channel}`, thread && `in thread ${thread}`].filter(Boolean).join(", ");
  const end = isOwn || answered === undefined ? "" : answered ? ", answered" : ", not answered";
  return `${time}  ${what}${from}${by ? ` ${by}` : ""}${isOwn ? ", the turn that failed" : ""}${end} (${line})`;
}

function spoken({ what, time, afterMs, line }: EvidenceReport): string {
  const when = afterMs >= 0 ? `${afterMs} ms into the run` : `${-afterMs} ms before the run`;
  return `${time}  ${what}, ${when} (${line})`;
}

/** Places in the same file have its name once. */
function listed(places: readonly string[]): string {
  const file = (place: string | undefined) => place?.replace(/:\d+$/, "");
  return places
    .map((place, index) => (file(place) === file(places[index - 1]) ? place.replace(/^.*:/, "") : place))
    .join(", ");
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
