import { tableText } from "../../../src/text/table.ts";
import type { RunResult } from "./run.ts";
import type { Scenario } from "./scenario.ts";
import { isClean, type Verdict } from "./verdict.ts";

const COLUMNS = ["takeovers", "failed", "lost", "duplicates", "outOfOrder", "replies"] as const;

/** The table of one host: each scenario, without → with the plugin. */
export function tableOf(results: readonly RunResult[]): string {
  const headings = ["takeovers", "failed", "lost", "duplicates", "out of order", "replies"];
  const columns = ["scenario, without → with", ...headings].map((heading) => ({ heading }));
  const scenarios = new Set(results.flatMap(({ verdicts }) => [...verdicts.keys()]));
  const rows = [...scenarios].map((scenario) => {
    const [without, withIt] = [verdictOf(results, scenario, false), verdictOf(results, scenario, true)];
    const cell = (key: (typeof COLUMNS)[number]) => `${without?.[key] ?? "–"} → ${withIt?.[key] ?? "–"}`;
    return [scenario.name, ...COLUMNS.map(cell)];
  });
  return tableText(columns, rows, process.stdout);
}

/** The lines below the table: what the plugin counted, and what it cost. */
export function summaryOf(results: readonly RunResult[]): string[] {
  const held = results.filter(({ options }) => options.plugin);
  const counted = held.flatMap(({ books }) => (books ? [books.counters] : []));
  const sum = (name: string) => counted.reduce((total, counters) => total + (counters[name] ?? 0), 0);
  const toModel = (plugin: boolean) =>
    results.filter(({ options }) => Boolean(options.plugin) === plugin).flatMap(({ latencies }) => latencies);
  const costs = held.flatMap((run) => run.idleCosts);
  const [bare, withIt] = [toModel(false), toModel(true)];
  return [
    `entered ${sum("entered")}, released ${sum("released")}, of which held ${sum("held")}; dropped ${sum("joined") + sum("duplicates")}`,
    `cost of a message in an idle session: median ${median(costs)} ms of ${costs.length}`,
    `from Feishu to the model: median ${median(bare)} ms without (${bare.length}), ${median(withIt)} ms with (${withIt.length})`,
  ];
}

/** How many scenarios went as promised with the plugin. */
export function cleanScenarios(results: readonly RunResult[]): number {
  const scenarios = results.flatMap(({ options, verdicts }) => (options.plugin ? [verdicts.size] : []));
  const total = scenarios.reduce((sum, size) => sum + size, 0);
  return total - results.filter(({ options }) => options.plugin).flatMap(dirtyScenarios).length;
}

/** What is wrong with the runs that had the plugin; empty when everything is as promised. */
export function problemsOf(results: readonly RunResult[]): string[] {
  return results.filter(({ options }) => options.plugin).flatMap((run) => [...dirty(run), ...unsettled(run)]);
}

/** Whether the failures that the plugin is for happened at all without it. */
export function reproduced(results: readonly RunResult[]): boolean {
  const bare = results.filter(({ options }) => !options.plugin);
  return bare.length === 0 || bare.some(({ verdicts }) => [...verdicts.values()].some((v) => !isClean(v)));
}

function dirty(run: RunResult): string[] {
  const rows = dirtyScenarios(run).map(([{ name }, verdict]) => `${name}: ${JSON.stringify(verdict)}`);
  return [...rows, ...run.faults];
}

function dirtyScenarios({ verdicts }: RunResult): Array<[Scenario, Verdict]> {
  return [...verdicts].filter(
    ([{ takenOver }, verdict]) => !isClean(takenOver ? { ...verdict, takeovers: 0 } : verdict),
  );
}

function unsettled({ books }: RunResult): string[] {
  if (!books) return ["the plugin did not answer for its books"];
  const { counters, engine, memory } = books;
  const problems: string[] = [];
  if (engine.running + engine.waiting > 0) problems.push(`still open: ${JSON.stringify(engine)}`);
  if (counters.entered !== counters.released) problems.push(`not released: ${JSON.stringify(counters)}`);
  if (memory !== "file") problems.push("finished work was not kept in the file");
  return problems;
}

function verdictOf(results: readonly RunResult[], scenario: Scenario, plugin: boolean): Verdict | undefined {
  return results
    .find((run) => Boolean(run.options.plugin) === plugin && run.verdicts.has(scenario))
    ?.verdicts.get(scenario);
}

function median(values: readonly number[]): number | string {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? "–";
}
