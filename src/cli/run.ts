import { Command, CommanderError } from "commander";
import { FeishuDispatchError } from "../errors.ts";
import { PACKAGE_NAME } from "../package-name.ts";
import { visible, visibleLines } from "../text/visible.ts";
import { addBoard } from "./board/board.ts";
import { addSessions } from "./board/sessions.ts";
import { addDoctor } from "./doctor/doctor.ts";
import { complain, type Done, type ExitCode, exit } from "./exit.ts";
import { addGateway } from "./gateway.ts";
import { addInbox } from "./inbox/inbox.ts";
import { packageJson } from "./package-json.ts";
import { addRecord } from "./record.ts";
import { addReplay } from "./replay/replay.ts";
import { addStandIn } from "./stand-in/stand-in.ts";

const commands = [
  ...[addGateway, addReplay, addRecord, addInbox, addBoard, addSessions, addDoctor],
  addStandIn,
];

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
  for (const add of commands) add(program, done);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreBrokenPipe);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return exitCodeOf(error);
  }
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
