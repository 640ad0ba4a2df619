import { type Command, Option } from "commander";
import { visibleLines } from "../text/visible.ts";
import { CONFIG_ABOUT, configFile } from "./config-file.ts";
import { type Done, type ExitCode, exit } from "./exit.ts";
import { runUntilStopped } from "./run-until-stopped.ts";

interface Flags {
  readonly config?: string;
  readonly check?: true;
  readonly demo?: true;
}

/** Adds the `gateway` command: a Feishu bot from a config file. */
export function addGateway(program: Command, done: Done): void {
  program
    .command("gateway")
    .description("Connects to Feishu as the config says, and hands each message to your agent.")
    .option("--config <file>", CONFIG_ABOUT)
    .option("--check", "check the config, secrets, agent, inbox and ports, and list all that is wrong")
    .addOption(
      new Option(
        "--demo",
        "plays a small conversation with a Feishu of its own on this machine, and ends",
      ).conflicts(["config", "check"]),
    )
    .addHelpText(
      "after",
      "\nSIGTERM, SIGHUP or Ctrl-C lets running turns finish; a second one ends at once.\nExit code: 0 it ended as it was told to, or the check found no fault; 1 the check found one; 2 it cannot start.",
    )
    .action(async (flags: Flags) => done(await run(flags)));
}

async function run({ config, check, demo }: Flags): Promise<ExitCode> {
  const print = (line: string) => void process.stdout.write(`${visibleLines(line)}\n`);
  if (demo) return (await import("./demo/demo.ts")).runDemo(print);
  const file = configFile(config, "; --demo shows it without a Feishu account");
  return check ? checkConfig(file, print) : serve(file);
}

async function checkConfig(file: string, print: (line: string) => void): Promise<ExitCode> {
  const { checkGateway } = await import("../gateway/check/check.ts");
  const found = await checkGateway(file);
  for (const { level, message } of found) print(`${level}: ${message}`);
  const faults = found.filter(({ level }) => level === "fault").length;
  const count = (number: number, word: string) => `${number} ${word}${number === 1 ? "" : "s"}`;
  print(`${file}: ${count(faults, "fault")}, ${count(found.length - faults, "warning")}`);
  return faults === 0 ? exit.ok : exit.found;
}

/** Resolves when the gateway was asked to stop and has. */
async function serve(file: string): Promise<ExitCode> {
  await runUntilStopped(async () => {
    const { useProxies } = await import("./use-proxies.ts");
    await useProxies();
    // Only now: the official client takes a moment to load, and the other commands do not need it.
    const { readConfig, startGateway } = await import("../gateway/index.ts");
    return startGateway(await readConfig(file));
  });
  return exit.ok;
}
