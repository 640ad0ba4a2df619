import type { Command } from "commander";
import { visible } from "../visible.ts";
import { type Done, type ExitCode, exit } from "./exit.ts";
import { runUntilStopped } from "./run-until-stopped.ts";
import { useProxies } from "./use-proxies.ts";

interface Flags {
  readonly config: string;
  readonly out: string;
}

/** Adds the `record` command: what arrives, as a fixture. */
export function addRecord(program: Command, done: Done): void {
  program
    .command("record")
    .description(
      "Writes what arrives as a fixture, with everything that is not Feishu's own replaced, until it is stopped.",
    )
    .requiredOption("--config <file>", "a gateway config; only its channel and log count")
    .requiredOption("--out <file>", "the fixture to be written; it must not be there yet")
    .addHelpText("after", "\nNobody answers while it records: what is recorded is acknowledged to Feishu.")
    .action(async (flags: Flags) => done(await run(flags)));
}

async function run({ config, out }: Flags): Promise<ExitCode> {
  const { events } = await runUntilStopped(async () => {
    await useProxies();
    const { readConfig, startRecording } = await import("../gateway/index.ts");
    return startRecording(await readConfig(config), out);
  });
  process.stdout.write(`${events} events in ${visible(out)}\n`);
  return exit.ok;
}
