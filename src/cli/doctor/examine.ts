import { type Diagnosis, diagnose } from "../../doctor/diagnose.ts";
import { type LogSource, openLog } from "../../doctor/log/sources.ts";
import { reportOf } from "../../doctor/report/incident-report.ts";
import { countOf, printedReport } from "../../doctor/report/printed.ts";
import { Redaction } from "../../doctor/report/redaction.ts";
import { timelineOf } from "../../doctor/timeline/timeline.ts";
import { visibleLines } from "../../text/visible.ts";
import { complain, type ExitCode, exit } from "../exit.ts";
import { ProgressLine } from "../progress-line.ts";
import { writeOutput } from "../write-output.ts";

/** What `doctor` is told. */
export interface DoctorFlags {
  readonly json?: true;
  readonly html?: string;
  readonly fixture?: string;
  readonly incident?: number;
  readonly showIds?: boolean;
}

/** Reads logs, and tells what is in them. */
export async function examine(paths: readonly string[], flags: DoctorFlags): Promise<ExitCode> {
  const { json, html, fixture, incident, showIds = false } = flags;
  const logs = await Promise.all(paths.map(openLog));
  const { incidents, cutOff, ...read } = await diagnosed(logs);
  const redaction = new Redaction(showIds);
  const report = { ...read, incidents: incidents.map((it) => reportOf(it, redaction)) };
  const asJson = () => `${visibleLines(JSON.stringify(report, null, 2))}\n`;
  process.stdout.write(json ? asJson() : printedReport(report, process.stdout));
  for (const { message } of cutOff) complain(message);
  if (read.understood === 0) complain("no line in there is known from a gateway's log");
  if (html !== undefined) {
    const { pageOf } = await import("../../timeline/page/page.ts");
    await writeOutput("timeline", html, pageOf(timelineOf(report.incidents, countOf(report))));
  }
  if (fixture !== undefined) {
    const { writeIncident } = await import("./fixture.ts");
    await writeIncident(fixture, incidents, incident);
  }
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
