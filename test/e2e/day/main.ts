/**
 * A day of a busy bot in two minutes, against real gateways: people, trouble, and an independent check of what was
 * seen from outside.
 *
 *     npm run test:day [-- --minutes N --seed N --journal FILE]
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { positiveIn, seedIn } from "../support/flags.ts";
import { explained, lines } from "./about.ts";
import { playDay } from "./day.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string" },
    journal: { type: "string" },
  },
});
const minutes = positiveIn("minutes", values.minutes);
const seed = seedIn(values.seed);
process.stdout.write(`${minutes} minutes, seed ${seed}\n`);
const { counts, faults, journal } = await playDay(minutes, seed);
if (values.journal !== undefined) await writeFile(values.journal, lines(journal));
process.stdout.write(`${JSON.stringify(counts, null, 2)}\n`);
for (const fault of faults) process.stdout.write(explained(fault, journal));
process.stdout.write(`${faults.length} faults, seed ${seed}\n`);
process.exitCode = faults.length === 0 ? 0 : 1;
