import { type Command, InvalidArgumentError } from "commander";
import { type Diagnosis, diagnose } from "../doctor/diagnose.ts";
import { type LogSource, openLog } from "../doctor/log/sources.ts";
import { reportOf } from "../doctor/report/incident-report.ts";
import { countOf, printedReport } from "../doctor/report/printed.ts";
import { Redaction } from "../doctor/report/redaction.ts";
import { timelineOf } from "../doctor/timeline/timeline.ts";
import { pageOf } from "../timeline/page/page.ts";
import { visibleLines } from "../visible.ts";
import { writeIncident } from "./doctor-fixture.ts";
import { complain, type Done, type ExitCode, exit } from "./exit.ts";
import { ProgressLine } from "./progress-line.ts";
import { writeOutput } from "./write-output.ts";

interface Flags {
  readonly json?: true;
  readonly html?: string;
  readonly fixture?: string;
  readonly incident?: number;
  readonly showIds?: boolean;
}

/** Adds the `doctor` command: what went wrong, by a gateway's log. */
export function addDoctor(program: Command, done: Done): void {
  program
    .command("doctor")
    .description("Finds failed, lost and repeated turns in the logs of an OpenClaw gateway, and says why.")
    .argument(
      "<log...>",
      "logs of a gateway, oldest first: its files or its console, also gzipped; - for stdin",
    )
    .option("--json", "print one JSON object")
    .option("--html <file>", "write a timeline of what arrived and ran around each incident, as a web page")
    .option("--fixture <file>", "write an incident as a fixture that replays to the same failure")
    .option(
      "--incident <number>",
      "which one (default: the first of which there can be a fixture)",
      parseNumber,
    )
    .option("--show-ids", "leave ids of people, chats, messages and sessions as they are")
    .addHelpText("after", "\nExit code: 0 nothing went wrong, 1 something did, 2 something cannot be used.")
    .action(async (paths: string[], flags: Flags) => done(await run(paths, flags)));
}

async function run(paths: readonly string[], flags: Flags): Promise<ExitCode> {
  const { json, html, fixture, incident, showIds = false } = flags;
  const logs = await Promise.all(paths.map(openLog));
  const { incidents, cutOff, ...read } = await diagnosed(logs);
  const redaction = new Redaction(showIds);
  const report = { ...read, incidents: incidents.map((it) => reportOf(it, redaction)) };
  const asJson = () => `${visibleLines(JSON.stringify(report, null, 2))}\n`;
  process.stdout.write(json ? asJson() : printedReport(report, process.stdout));
  for (const { message } of cutOff) complain(message);
  if (read.understood === 0) complain("no line in there is known from a gateway's log");
  if (html !== undefined)
    await writeOutput("timeline", html, pageOf(timelineOf(report.incidents, countOf(report))));
  if (fixture !== undefined) await writeIncident(fixture, incidents, incident);
  if (incidents.length > 0) return exit.found;
  return cutOff.length > 0 || read.understood === 0 ? exit.unusable : exit.ok;
}

/** Says how much has been read, if it is known how much there is. */
async function diagnosed(logs: readonly LogSource[]): Promise<Diagnosis> {
  const size = logs.reduce((sum, log) => sum + log.size, 0);
  const line = new ProgressLine();
  let read = 0;
  const onRead = (bytes: number) => {
    read += bytes;
    line.show(read / size, `${Math.ceil(size / 1e6)} MB`);
  };
  const isKnown = logs.every((log) => log.size > 0);
  return diagnose(logs, isKnown ? onRead : undefined).finally(() => line.stop());
}

function parseNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the number of an incident, from 1 on.");
}
