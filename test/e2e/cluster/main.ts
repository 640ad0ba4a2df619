/**
 * Three gateways share one PostgreSQL, and everything is done to them that may happen: they are killed, paused and
 * ended, their connections are cut, the database is restarted. A checker then reads what Feishu and the agents have seen.
 *
 *     npm run test:cluster [-- --minutes N --sessions N --seed N --logs FOLDER --only killed,paused,cut,left,restarted]
 */
import { parseArgs } from "node:util";
import { positiveIn, seedIn } from "../support/flags.ts";
import { runCluster } from "./cluster.ts";
import { harms } from "./harm.ts";

/** So often each kind of harm must have been done while a turn ran. */
const LEAST = 10;

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    sessions: { type: "string", default: "200" },
    seed: { type: "string" },
    logs: { type: "string" },
    only: { type: "string" },
  },
});
const only = harms.filter((harm) => values.only?.split(",").includes(harm) ?? true);
const minutes = positiveIn("minutes", values.minutes);
const sessions = positiveIn("sessions", values.sessions);
const seed = seedIn(values.seed);
process.stdout.write(`${minutes} minutes, ${sessions} sessions, seed ${seed}\n`);
const options = { minutes, sessions, seed, only, least: LEAST, folder: values.logs };
const { faults, complaints, story, ...report } = await runCluster(options);
const { longestPause: pause, injected } = report;
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
const rare = only.filter((harm) => injected[harm].midTurn < LEAST);
const failures = [
  ...faults.map(({ kind, text }) => `${kind}: ${text}`),
  ...complaints,
  ...rare.map((harm) => `${harm} only ${injected[harm].midTurn} times in mid-turn, which shows too little`),
];
for (const line of story) process.stdout.write(`${line}\n`);
for (const failure of failures) process.stdout.write(`${failure}\n`);
if (pause)
  process.stdout.write(`the longest pause of a session: ${Math.round(pause.ms)} ms (${pause.user})\n`);
process.stdout.write(`seed ${seed}\n${failures.length === 0 ? 1 : 0} passed, ${failures.length} failed\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
