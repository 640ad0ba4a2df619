import { styleText } from "node:util";
import Table from "cli-table3";
import { visible } from "../../visible.ts";
import { causes } from "../incident/words.ts";
import type { IncidentReport } from "./incident-report.ts";

const headings = ["#", "time", "session", "error", "inner lane", "outer lane", "difference", "cause"];
/** Errors are told from each other by their beginning. */
const MAX_ERROR = 36;

/**
 * The incidents as a table for people.
 *
 * @param stream where it will be printed; decides about colour, as do `NO_COLOR` and `FORCE_COLOR`
 */
export function tableOf(incidents: readonly IncidentReport[], stream: NodeJS.WritableStream): string {
  const table = new Table({
    head: headings.map((heading) => styleText("bold", heading, { stream })),
    colAligns: headings.map((heading) => (/^(inner|outer|diff)/.test(heading) ? "right" : "left")),
    style: { head: [], border: [], compact: true },
  });
  for (const incident of incidents) table.push(rowOf(incident));
  return table.toString();
}

function rowOf({
  number,
  time,
  session = "–",
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

function shortened(error: string): string {
  return error.length <= MAX_ERROR ? error : `${error.slice(0, MAX_ERROR - 1)}…`;
}

function ms(duration: number | undefined): string {
  return duration === undefined ? "–" : `${duration} ms`;
}
