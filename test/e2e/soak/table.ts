import { tableText } from "../../../src/text/table.ts";
import { markdownTable } from "../../support/measurements/markdown-table.ts";
import type { Growth, Measure } from "./growth.ts";
import { leaks } from "./growth.ts";
import type { SoakReport } from "./report.ts";
import type { SoakOptions } from "./spend.ts";

const HEAD = ["gateway", "what", "in the middle", "grew by", "at least", "at most", "limit", ""];
const names: Record<Measure, string> = {
  heap: "heap",
  rss: "RSS",
  handles: "handles",
  descriptors: "file descriptors",
  inbox: "inbox on disk",
  wal: "write-ahead log",
};

/** How everything went in the second half, for a terminal. */
export function tableOf(growths: readonly Growth[]): string {
  const columns = HEAD.map((heading) => ({ heading }));
  return tableText(columns, growths.map(rowOf), process.stdout);
}

function rowOf(growth: Growth): string[] {
  const { gateway, measure, level, grown, least, most, limit } = growth;
  const said = [level, grown, least, most, limit].map((value) => inWords(measure, value));
  return [gateway, names[measure], ...said, leaks(growth) ? "grows" : "flat"];
}

function inWords(measure: Measure, value: number): string {
  if (measure === "handles" || measure === "descriptors") return value.toFixed(1);
  return `${(value / 2 ** 20).toFixed(2)} MiB`;
}

/** What was done, in one sentence for the page of measurements. */
export function paragraphOf(
  { counts, growths }: SoakReport,
  { minutes, sessions, rate }: Omit<SoakOptions, "seed">,
): string {
  const sum = (group: string) =>
    Object.values(counts[group] ?? {}).reduce((total, count) => total + count, 0);
  const turns = sum("turns") - (counts.turns?.["of a later attempt"] ?? 0);
  return [
    `${minutes} minutes, at each of two gateways ${sessions} sessions and ${rate} things done a second: ${sum("asked")} in all,`,
    `${turns} turns of which ${counts.turns?.failed ?? 0} failed and ${counts.turns?.cut ?? 0} were cut off, ${sum("hindered answers")} answers hindered,`,
    `${sum("troubles")} restarts, cut connections and revoked tokens. Nothing was lost, answered twice or out of order, and`,
    "counters added up. What follows is of the second half, in which nothing may grow; the fitted growth, and what it is at",
    "least and at most to 95 %.",
    "",
    markdownTable(HEAD, growths.map(rowOf)),
  ].join("\n");
}
