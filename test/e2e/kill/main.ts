import { parseArgs } from "node:util";
import { positiveIn, seedIn } from "../support/flags.ts";
import { killRepeatedly } from "./kill.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "200" }, seed: { type: "string" } },
});
const rounds = positiveIn("rounds", values.rounds);
const seed = seedIn(values.seed);
process.stdout.write(`${rounds} rounds, seed ${seed}\n`);
const report = await killRepeatedly(rounds, seed, (kills) => {
  if (kills % 20 === 0) process.stdout.write(`${kills} kills\n`);
});
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(`${report.kills} passed, ${report.faults.length} failed\n`);
process.exitCode = report.faults.length === 0 ? 0 : 1;
