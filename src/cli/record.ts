import type { Command } from "commander";
import { visible } from "../text/visible.ts";
import { CONFIG_ABOUT, configFile } from "./config-file.ts";
import { complain, type Done, type ExitCode, exit } from "./exit.ts";
import { runUntilStopped } from "./run-until-stopped.ts";

interface Flags {
  readonly config?: string;
  readonly out: string;
}

/** Adds the `record` command: what arrives, as a fixture. */
export function addRecord(program: Command, done: Done): void {
  program
    .command("record")
    .description(
      "Writes what arrives as a fixture, with everything that is not Feishu's own replaced, until it is stopped.",
    )
    .option("--config <file>", `${CONFIG_ABOUT}; only its channel, board and log count`)
    .requiredOption("--out <file>", "the fixture to be written; it must not be there yet")
    .addHelpText(
      "after",
      "\nBeside a gateway that runs with this config it gets a copy, and the gateway goes on. Where none runs it connects by itself, and nobody answers: what is recorded is acknowledged to Feishu.",
    )
    .action(async (flags: Flags) => done(await run(flags)));
}

async function run({ config, out }: Flags): Promise<ExitCode> {
  const { events } = await runUntilStopped(async () => {
    const { readConfig, startRecording } = await import("../gateway/index.ts");
    const { recordBeside } = await import("./board/record-beside.ts");
    const checked = await readConfig(configFile(config));
    const beside = await recordBeside(checked, out);
    if (beside) {
      complain("records a copy beside the gateway that runs");
      return beside;
    }
    const { useProxies } = await import("./use-proxies.ts");
    await useProxies();
    return startRecording(checked, out);
  });
  process.stdout.write(`${events} events in ${visible(out)}\n`);
  return exit.ok;
}
