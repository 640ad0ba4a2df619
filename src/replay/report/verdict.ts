import type { FixtureReport, Run } from "./report.ts";

type Harm = "takeovers" | "duplicateReplies" | "lostMessages" | "outOfOrder";

/** What must not happen, one and many. */
const harms: ReadonlyArray<readonly [Harm, one: string, many: string]> = [
  ["takeovers", "takeover", "takeovers"],
  ["duplicateReplies", "duplicate reply", "duplicate replies"],
  ["lostMessages", "lost message", "lost messages"],
  ["outOfOrder", "turn out of order", "turns out of order"],
];

/**
 * What went wrong with the middleware, one line for each fixture in which something did.
 *
 * Turns that failed are no fault: they did so because their fixture says `fails`. What failed otherwise is in
 * `errors`.
 *
 * @param errors what the middleware threw
 */
export function faultsOf({ name, with: run }: FixtureReport, errors: readonly string[]): string[] {
  const thrown = [...new Set(errors)].map((error) => `the middleware threw ${error}`);
  const faults = [...harmsOf(run), ...thrown];
  return faults.length > 0 ? [`${name}: with the middleware: ${faults.join("; ")}`] : [];
}

/** What went wrong in a run, besides turns that failed. */
export function harmsOf(run: Run): string[] {
  return countsOf((harm) => run[harm]);
}

/** What the middleware has prevented, in words. */
export function prevented(fixtures: readonly FixtureReport[]): string {
  const sum = (harm: Harm, side: (fixture: FixtureReport) => Run) =>
    fixtures.reduce((total, fixture) => total + side(fixture)[harm], 0);
  const counts = countsOf((harm) => sum(harm, (it) => it.without) - sum(harm, (it) => it.with));
  const list = listOf(counts);
  const where = fixtures.length === 1 ? "1 fixture" : `${fixtures.length} fixtures`;
  return `In ${where} the middleware prevented ${list || "nothing"}.`;
}

function countsOf(count: (harm: Harm) => number): string[] {
  return harms.flatMap(([harm, one, many]) => {
    const found = count(harm);
    return found > 0 ? [`${found} ${found === 1 ? one : many}`] : [];
  });
}

/** As `Intl.ListFormat` does in English, which takes 12 ms to load: a tenth of the whole command. */
function listOf(items: readonly string[]): string {
  if (items.length < 3) return items.join(" and ");
  return `${items.slice(0, -1).join(", ")}, and ${items.at(-1)}`;
}
