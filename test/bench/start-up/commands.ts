import { spawnSync } from "node:child_process";
import { build, root } from "../build.ts";
import { type Cost, compare, type Result } from "../report/result.ts";

const NODE = "Node.js with nothing to do";
const main = `${root}dist/cli/main.js`;
const commands: Readonly<Record<string, readonly string[]>> = {
  [NODE]: ["--eval", ""],
  "--help": [main, "--help"],
  "replay of one fixture": [main, "replay", `${root}fixtures/report-third-failure.jsonl`],
};

/** How long commands take that end by themselves, as they are published; what Node.js compiles is kept from a run before. */
export function timeCommands(rounds: number): Result[] {
  build();
  const costs = new Map<string, Cost[]>();
  for (let round = -1; round < rounds; round += 1)
    for (const [name, args] of Object.entries(commands)) {
      const wall = timeOf(args);
      if (round >= 0) costs.set(name, [...(costs.get(name) ?? []), { wall }]);
    }
  const sideOf = (name: string) => ({ name, costs: costs.get(name) ?? [] });
  return Object.keys(commands)
    .filter((name) => name !== NODE)
    .map((name) => compare({ name, unit: "ms" }, sideOf(name), sideOf(NODE)));
}

/** In ms. */
function timeOf(args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${args.join(" ")}: expected exit code 0, got ${status}: ${stderr}`);
  return performance.now() - begun;
}
