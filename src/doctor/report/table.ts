import { NOTHING, type TableColumn, tableText } from "../../text/table.ts";
import { visible } from "../../text/visible.ts";
import { causes } from "../incident/words.ts";
import type { IncidentReport } from "./incident-report.ts";

const columns: readonly TableColumn[] = [
  { heading: "#" },
  { heading: "time", least: 13 },
  { heading: "session", least: 18 },
  { heading: "error", least: 18 },
  { heading: "inner lane", align: "right", least: 8 },
  { heading: "outer lane", align: "right", least: 8 },
  { heading: "difference", align: "right" },
  { heading: "cause", least: 18 },
];
/** Errors are told from each other by their beginning. */
const MAX_ERROR = 36;

/**
 * The incidents as a table for people.
 *
 * @param stream where it will be printed; decides about width and colour, as do `NO_COLOR` and `FORCE_COLOR`
 */
export function tableOf(incidents: readonly IncidentReport[], stream: NodeJS.WritableStream): string {
  return tableText(columns, incidents.map(rowOf), stream);
}

function rowOf({
  number,
  time,
  session = NOTHING,
  error,
  lanes,
  differenceMs,
  cause,
  certainty,
}: IncidentReport): string[] {
  const inner = ms(lanes[0]?.durationMs);
  const outer = ms(lanes.length > 1 ? lanes.at(-1)?.durationMs : undefined);
  const name = certainty === "likely" ? `likely ${causes[cause].name}` : causes[cause].name;
  const cells = [String(number), time, session, shortened(error), inner, outer, ms(differenceMs), name];
  return cells.map(visible);
}

/** As the table shows an error: the whole of a longer one has to stand elsewhere. */
export function shortened(error: string): string {
  return error.length <= MAX_ERROR ? error : `${error.slice(0, MAX_ERROR - 1)}…`;
}

function ms(duration: number | undefined): string {
  return duration === undefined ? NOTHING : `${duration} ms`;
}
