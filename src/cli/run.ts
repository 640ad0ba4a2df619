import { Command, CommanderError } from "commander";
import { FeishuDispatchError } from "../errors.ts";
import { PACKAGE_NAME } from "../package-name.ts";
import { visible, visibleLines } from "../text/visible.ts";
import { complain, type Done, type ExitCode, exit } from "./exit.ts";
import { packageJson } from "./package-json.ts";

/** By their names, in the order in which the help lists them. Only the one that is asked for is loaded. */
const commands = new Map<string, () => Promise<AddCommand>>([
  ["gateway", async () => (await import("./gateway.ts")).addGateway],
  ["replay", async () => (await import("./replay/replay.ts")).addReplay],
  ["record", async () => (await import("./record.ts")).addRecord],
  ["inbox", async () => (await import("./inbox/inbox.ts")).addInbox],
  ["board", async () => (await import("./board/board.ts")).addBoard],
  ["sessions", async () => (await import("./board/sessions.ts")).addSessions],
  ["doctor", async () => (await import("./doctor/doctor.ts")).addDoctor],
  ["stand-in", async () => (await import("./stand-in/stand-in.ts")).addStandIn],
]);

type AddCommand = (program: Command, done: Done) => void;

/**
 * Runs the command line. Results go to stdout, everything else to stderr.
 *
 * @param args without the program's own name
 * @returns the exit code
 */
export async function runCli(args: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = exit.ok;
  const program = new Command(PACKAGE_NAME)
    .version(packageJson.version, "--version", "print the version")
    .description("Runs every Feishu direct message once, and every session one turn at a time.")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(visibleLines(text)) })
    .showSuggestionAfterError(false);
  const done: Done = (result) => {
    code = result;
  };
  for (const add of await asked(args)) add(program, done);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreBrokenPipe);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** All of them where none is named: for the help, and to say what there is. */
function asked([name = ""]: readonly string[]): Promise<AddCommand[]> {
  const named = commands.get(name);
  return Promise.all(Array.from(named ? [named] : commands.values(), (load) => load()));
}

/** Whoever reads the output may stop early, as `head` does. The exit code still tells the result. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Says what was wrong, and finds the exit code for it. */
function exitCodeOf(error: unknown): ExitCode {
  // It has said what was wrong already, or printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.unusable;
  if (error instanceof FeishuDispatchError) {
    complain(visible(error.message));
    return exit.unusable;
  }
  complain(`unexpected error, please report it:\n${fullText(error)}`);
  return exit.internal;
}

function fullText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
