import { open } from "node:fs/promises";
import { type Command, InvalidArgumentError } from "commander";
import { UsageError } from "../errors.ts";
import { reasonOf } from "../explain.ts";
import { replay, type Speed } from "../replay/index.ts";
import { printedReport } from "../replay/report/summary.ts";
import { timelineOf } from "../replay/timeline/timeline.ts";
import { visible, visibleLines } from "../visible.ts";
import { type Done, type ExitCode, exit } from "./exit.ts";
import { ProgressBars } from "./progress-bars.ts";

interface Flags {
  readonly config?: string;
  readonly json?: true;
  readonly html?: string;
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
    .option("--speed <speed>", "max, realtime, or how many times faster than that", parseSpeed, "max")
    .addHelpText(
      "after",
      "\nExit code: 0 all is well with the middleware, 1 it is not, 2 something cannot be used.",
    )
    .action(async (paths: string[], flags: Flags) => done(await run(paths, flags)));
}

async function run(paths: readonly string[], { config, json, html, speed }: Flags): Promise<ExitCode> {
  const bars = new ProgressBars();
  const options = { speed, onProgress: bars.show, ...(config === undefined ? {} : { config }) };
  const { report, faults } = await replay(paths, options).finally(() => bars.stop());
  if (html !== undefined) await writePage(html, timelineOf(report));
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

async function writePage(file: string, page: string): Promise<void> {
  try {
    await writePrivately(file, page);
  } catch (cause) {
    const message = `${file}: cannot write the timeline (${reasonOf(cause)})`;
    throw new UsageError("ERR_OUTPUT_UNWRITABLE", message, { cause });
  }
}

/** For its owner alone: people's texts are in it. A device or a pipe keeps its mode. */
async function writePrivately(file: string, page: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    if ((await handle.stat()).isFile()) await handle.chmod(0o600);
    await handle.writeFile(page);
  } finally {
    await handle.close();
  }
}
