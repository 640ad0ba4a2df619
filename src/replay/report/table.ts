import { styleText } from "node:util";
import { readableDuration } from "../../text/readable-duration.ts";
import { NOTHING, tableText } from "../../text/table.ts";
import { visible } from "../../text/visible.ts";
import type { FixtureReport, Run } from "./report.ts";

type Style = "dim" | "red" | "green";
type Paint = (style: Style, text: string) => string;

/** What is compared: a heading, the figure, and how it is written. A harm should be 0. */
interface Column {
  readonly heading: string;
  readonly value: (run: Run) => number;
  readonly write: (value: number) => string;
  readonly isHarm: boolean;
  readonly least?: number;
}

/** Names of fixtures are broken rather than made columns of their own lines: 80 columns are enough for the table then. */
const LEAST_NAME = 18;
/** "55.0 s →" */
const LEAST_WAIT = 8;

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
  {
    heading: "longest\nwait",
    value: (run) => run.longestWaitMs,
    write: unbroken,
    isHarm: false,
    least: LEAST_WAIT,
  },
];

/**
 * The report as a table for people: each figure without → with the middleware, or a dash where both are 0.
 *
 * @param stream where it will be printed; decides about width and colour, as do `NO_COLOR` and `FORCE_COLOR`
 */
export function tableOf(fixtures: readonly FixtureReport[], stream: NodeJS.WritableStream): string {
  const paint: Paint = (style, text) => styleText(style, text, { stream });
  const figures = columns.map(({ heading, least }) => ({
    heading,
    align: "right" as const,
    ...(least && { least }),
  }));
  const rows = fixtures.map((fixture) => [
    visible(fixture.name),
    String(fixture.events),
    ...columns.map((column) => cell(column, fixture, paint)),
  ]);
  const names = [
    { heading: "fixture", least: LEAST_NAME },
    { heading: "events", align: "right" },
  ] as const;
  return tableText([...names, ...figures], rows, stream);
}

function cell({ value, write, isHarm }: Column, fixture: FixtureReport, paint: Paint): string {
  const before = value(fixture.without);
  const after = value(fixture.with);
  if (before === 0 && after === 0) return paint("dim", NOTHING);
  // Where a line has to be broken, it is behind the arrow.
  const arrow = `\u00a0${paint("dim", "→")} `;
  if (!isHarm) return write(before) + arrow + write(after);
  return paintHarm(paint, write(before), before) + arrow + paintHarm(paint, write(after), after);
}

function paintHarm(paint: Paint, text: string, value: number): string {
  return paint(value === 0 ? "green" : "red", text);
}

function unbroken(ms: number): string {
  return readableDuration(ms).replaceAll(" ", "\u00a0");
}
