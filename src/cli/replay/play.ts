import type { Progress, Speed } from "../../replay/index.ts";
import type { Played } from "../../replay/played.ts";
import { playAll, resultOf } from "../../replay/replay.ts";
import { printedReport } from "../../replay/report/summary.ts";
import { visible, visibleLines } from "../../text/visible.ts";
import { type ExitCode, exit } from "../exit.ts";
import { ProgressLine } from "../progress-line.ts";
import { writeOutput } from "../write-output.ts";

/** What `replay` is told. */
export interface ReplayFlags {
  readonly config?: string;
  readonly json?: true;
  readonly html?: string;
  readonly trace?: string;
  readonly speed: Speed;
}

/** Plays fixtures, and prints how that went. */
export async function play(
  paths: readonly string[],
  { config, json, html, trace, speed }: ReplayFlags,
): Promise<ExitCode> {
  const line = new ProgressLine();
  const onProgress = ({ fixture, at, of }: Progress) => line.show(of === 0 ? 1 : at / of, fixture);
  const options = { speed, onProgress, ...(config === undefined ? {} : { config }) };
  const played = await playAll(paths, options).finally(() => line.stop());
  const { report, faults } = resultOf(played);
  if (html !== undefined || trace !== undefined) await draw(played, { html, trace });
  const asJson = () => `${visibleLines(JSON.stringify(report, null, 2))}\n`;
  process.stdout.write(json ? asJson() : printedReport(report, process.stdout));
  for (const fault of faults) process.stderr.write(`${visible(fault)}\n`);
  return faults.length === 0 ? exit.ok : exit.found;
}

async function draw(
  played: readonly Played[],
  { html, trace }: { readonly html: string | undefined; readonly trace: string | undefined },
): Promise<void> {
  const { timelineOf } = await import("../../replay/timeline/timeline.ts");
  const timeline = timelineOf(played);
  if (html !== undefined) {
    const { pageOf } = await import("../../timeline/page/page.ts");
    await writeOutput("timeline", html, pageOf(timeline));
  }
  if (trace === undefined) return;
  const { traceOf } = await import("../../timeline/trace/chrome-trace.ts");
  await writeOutput("trace", trace, traceOf(timeline));
}
