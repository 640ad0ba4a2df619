import type { Command } from "commander";
import { UsageError } from "../errors.ts";
import { visibleLines } from "../visible.ts";
import { type Done, type ExitCode, exit } from "./exit.ts";
import { runUntilStopped } from "./run-until-stopped.ts";
import { useProxies } from "./use-proxies.ts";

interface Flags {
  readonly config?: string;
  readonly demo?: true;
}

/** Adds the `gateway` command: a Feishu bot from a config file. */
export function addGateway(program: Command, done: Done): void {
  program
    .command("gateway")
    .description("Connects to Feishu as the config says, and hands each message to your agent.")
    .option("--config <file>", "the gateway's config, JSON5")
    .option("--demo", "plays a small conversation with a Feishu of its own on this machine, and ends")
    .addHelpText("after", "\nSIGTERM or Ctrl-C lets running turns finish; a second one ends at once.")
    .action(async (flags: Flags) => done(await run(flags)));
}

async function run({ config, demo }: Flags): Promise<ExitCode> {
  const print = (line: string) => void process.stdout.write(`${visibleLines(line)}\n`);
  if (demo) return (await import("./demo/demo.ts")).runDemo(print);
  if (config !== undefined) return serve(config);
  const message = "expected --config <file>, or --demo to see it work without a Feishu account";
  throw new UsageError("ERR_INVALID_ARGUMENT", message);
}

/** Resolves when the gateway was asked to stop and has. */
async function serve(file: string): Promise<ExitCode> {
  await runUntilStopped(async () => {
    await useProxies();
    // Only now: the official client takes a moment to load, and the other commands do not need it.
    const { readConfig, startGateway } = await import("../gateway/index.ts");
    return startGateway(await readConfig(file));
  });
  return exit.ok;
}
