/**
 * Gateways under a steady load for as long as you like, with everything that goes wrong again and again: does anything of
 * them grow?
 *
 *     npm run soak [-- --minutes 30 --sessions 1000 --rate 12 --seed N --logs FOLDER --docs]
 *
 * One gateway for each durable inbox, as processes of their own. `--rate` is what people do at each in a second; with
 * `--docs` the table is written into docs/measurements.md. Exit code 1: something grew, was lost or does not add up.
 */
import { parseArgs } from "node:util";
import { writeSection } from "../../support/measurements/section.ts";
import { positiveIn, seedIn } from "../support/flags.ts";
import { leaks } from "./growth.ts";
import { soak } from "./soak.ts";
import { paragraphOf, tableOf } from "./table.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    sessions: { type: "string", default: "1000" },
    rate: { type: "string", default: "12" },
    seed: { type: "string" },
    logs: { type: "string" },
    docs: { type: "boolean", default: false },
  },
});
const minutes = positiveIn("minutes", values.minutes);
const sessions = positiveIn("sessions", values.sessions);
const rate = positiveIn("rate", values.rate);
const seed = seedIn(values.seed);
process.stdout.write(
  `${minutes} minutes, ${sessions} sessions and ${rate} a second at each gateway, seed ${seed}\n`,
);
const report = await soak({ minutes, sessions, rate, seed, folder: values.logs });
const { counts, accounts, growths, failures } = report;
process.stdout.write(`${JSON.stringify({ counts, accounts }, null, 2)}\n${tableOf(growths)}\n`);
for (const failure of failures) process.stdout.write(`${failure}\n`);
if (values.docs && failures.length === 0) {
  const body = paragraphOf(report, { minutes, sessions, rate });
  await writeSection({ name: "soak", command: `npm run soak -- --minutes ${minutes}`, body });
}
const well = growths.filter((growth) => !leaks(growth)).length + accounts.length + 1;
process.stdout.write(`seed ${seed}\n${failures.length === 0 ? well : 0} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
