import { type Command, InvalidArgumentError } from "commander";
import type { Progress, Speed } from "../replay/index.ts";
import { playAll, resultOf } from "../replay/replay.ts";
import { printedReport } from "../replay/report/summary.ts";
import { timelineOf } from "../replay/timeline/timeline.ts";
import { pageOf } from "../timeline/page/page.ts";
import { traceOf } from "../timeline/trace/chrome-trace.ts";
import { visible, visibleLines } from "../visible.ts";
import { type Done, type ExitCode, exit } from "./exit.ts";
import { ProgressLine } from "./progress-line.ts";
import { writeOutput } from "./write-output.ts";

interface Flags {
  readonly config?: string;
  readonly json?: true;
  readonly html?: string;
  readonly trace?: string;
  readonly speed: Speed;
}

/** Adds the `replay` command: fixtures, each without and with the middleware. */
export function addReplay(program: Command, done: Done): void {
  program
    .command("replay")
    .description("Plays recorded fixtures against a simulated gateway, without and with the middleware.")
    .argument("<path...>", "fixtures (JSON Lines), or folders of them")
    .option(
      "--config <file>",
      "gateway config that registers the middleware (default: ours, with its defaults)",
    )
    .option("--json", "print one JSON object")
    .option("--html <file>", "write a timeline of every turn as a web page")
    .option("--trace <file>", "write the same as a trace, for Perfetto and chrome://tracing")
    .option("--speed <speed>", "max, realtime, or how many times faster than that", parseSpeed, "max")
    .addHelpText(
      "after",
      "\nExit code: 0 all is well with the middleware, 1 it is not, 2 something cannot be used.",
    )
    .action(async (paths: string[], flags: Flags) => done(await run(paths, flags)));
}

async function run(paths: readonly string[], { config, json, html, trace, speed }: Flags): Promise<ExitCode> {
  const line = new ProgressLine();
  const onProgress = ({ fixture, at, of }: Progress) => line.show(of === 0 ? 1 : at / of, fixture);
  const options = { speed, onProgress, ...(config === undefined ? {} : { config }) };
  const played = await playAll(paths, options).finally(() => line.stop());
  const { report, faults } = resultOf(played);
  if (html !== undefined) await writeOutput("timeline", html, pageOf(timelineOf(played)));
  if (trace !== undefined) await writeOutput("trace", trace, traceOf(timelineOf(played)));
  const asJson = () => `${visibleLines(JSON.stringify(report, null, 2))}\n`;
  process.stdout.write(json ? asJson() : printedReport(report, process.stdout));
  for (const fault of faults) process.stderr.write(`${visible(fault)}\n`);
  return faults.length === 0 ? exit.ok : exit.found;
}

function parseSpeed(text: string): Speed {
  if (text === "max" || text === "realtime") return text;
  const factor = Number(text);
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new InvalidArgumentError("Expected max, realtime or a number above 0.");
}
