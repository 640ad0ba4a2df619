import { tableText } from "../../../src/text/table.ts";
import { markdownTable } from "../../support/measurements/markdown-table.ts";
import { isTooMuch, type Result, type Side, type Spread } from "./result.ts";

const HEAD = ["what", "beside", "ratio", "of CPU time", "limit", "ours", "the peer", "unit"];

/** Ratios first; of each side the least, the median and the most of all rounds, in wall time. */
export function tableOf(results: readonly Result[]): string {
  const columns = HEAD.map((heading) => ({ heading }));
  return tableText(columns, results.map(rowOf), process.stdout);
}

/** The same in Markdown. */
export function markdownOf(results: readonly Result[]): string {
  return markdownTable(HEAD, results.map(rowOf));
}

function rowOf(result: Result): string[] {
  const { name, peer, ratio, limit, ours, unit } = result;
  const said = [ratio?.wall, ratio?.cpu].map((value) => (value === undefined ? "" : `${value.toFixed(2)} ×`));
  const bound = limit === undefined ? "" : `${limit}${isTooMuch(result) ? ", too much" : ""}`;
  return [name, peer?.name ?? "", ...said, bound, inWords(ours), peer ? inWords(peer) : "", unit];
}

function inWords({ wall }: Side): string {
  const { min, median, max } = wall;
  return min === max ? figure(median) : [min, median, max].map(figure).join(" / ");
}

/** Three digits that count. */
function figure(value: Spread["median"]): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}
