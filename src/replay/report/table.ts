import { styleText } from "node:util";
import Table from "cli-table3";
import { readableDuration } from "../../readable-duration.ts";
import { visible } from "../../visible.ts";
import type { FixtureReport, Run } from "./report.ts";

type Style = "bold" | "dim" | "red" | "green";
type Paint = (style: Style, text: string) => string;

/** What is compared: a heading, the figure, and how it is written. A harm should be 0. */
interface Column {
  readonly heading: string;
  readonly value: (run: Run) => number;
  readonly write: (value: number) => string;
  readonly isHarm: boolean;
}

const harm = (heading: string, value: Column["value"]): Column => ({
  heading,
  value,
  write: String,
  isHarm: true,
});

const columns: readonly Column[] = [
  harm("taken\nover", (run) => run.takeovers),
  // No harm of the gateway's: these turns threw because their fixture says so.
  { heading: "failed", value: (run) => run.failedTurns, write: String, isHarm: false },
  harm("answered\ntwice", (run) => run.duplicateReplies),
  harm("lost", (run) => run.lostMessages),
  harm("out of\norder", (run) => run.outOfOrder),
  { heading: "at once,\nat most", value: (run) => run.maxTurnsPerSession, write: String, isHarm: false },
  { heading: "longest\nwait", value: (run) => run.longestWaitMs, write: readableDuration, isHarm: false },
];

/**
 * The report as a table for people: each figure without → with the middleware, or a dash where both are 0.
 *
 * @param stream where it will be printed; decides about colour, as do `NO_COLOR` and `FORCE_COLOR`
 */
export function tableOf(fixtures: readonly FixtureReport[], stream: NodeJS.WritableStream): string {
  const paint: Paint = (style, text) => styleText(style, text, { stream });
  const headings = ["fixture", "events", ...columns.map(({ heading }) => heading)];
  const table = new Table({
    head: headings.map((heading) => paintLines(paint, "bold", heading)),
    colAligns: headings.map((_, index) => (index === 0 ? "left" : "right")),
    style: { head: [], border: [], compact: true },
  });
  for (const fixture of fixtures) {
    table.push([
      visible(fixture.name),
      String(fixture.events),
      ...columns.map((column) => cell(column, fixture, paint)),
    ]);
  }
  return table.toString();
}

function cell({ value, write, isHarm }: Column, fixture: FixtureReport, paint: Paint): string {
  const before = value(fixture.without);
  const after = value(fixture.with);
  if (before === 0 && after === 0) return paint("dim", "–");
  const arrow = ` ${paint("dim", "→")} `;
  if (!isHarm) return write(before) + arrow + write(after);
  return paintHarm(paint, write(before), before) + arrow + paintHarm(paint, write(after), after);
}

function paintHarm(paint: Paint, text: string, value: number): string {
  return paint(value === 0 ? "green" : "red", text);
}

/** A table draws its lines one by one: a style must not reach over the end of one. */
function paintLines(paint: Paint, style: Style, text: string): string {
  return text
    .split("\n")
    .map((line) => paint(style, line))
    .join("\n");
}
