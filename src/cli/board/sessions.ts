import type { Command } from "commander";
import type { Live } from "../../board/contract.ts";
import type { Language } from "../../wording/words.ts";
import { CONFIG_ABOUT } from "../config-file.ts";
import type { Done } from "../exit.ts";
import { parseNumber, printJson } from "../inbox/inbox-shared.ts";
import { addActions } from "./actions.ts";
import type { Connection, Flags } from "./connection.ts";

interface SessionsFlags extends Flags {
  readonly watch?: true;
  readonly json?: true;
  readonly filter?: string;
  readonly limit: number;
}

/** Adds the `sessions` command: what the page of `board` shows of sessions, in a terminal. */
export function addSessions(program: Command, done: Done): void {
  const sessions = program
    .command("sessions")
    .description("Shows the sessions of a gateway that runs: what runs, how many wait, and why.")
    .option("--config <file>", CONFIG_ABOUT)
    .option("--file <path>", "the file of its inbox, instead of a config")
    .option("--openclaw", "the plugin in the OpenClaw gateway of this user, instead of a config")
    .option("--watch", "go on, until it is stopped")
    .option("--filter <text>", "only sessions whose key, account or message ids hold this")
    .option("--limit <number>", "how many at most", parseNumber, 50)
    .option("--json", "print JSON; with --watch a line each time")
    .action(run);
  addActions(sessions, done);
}

async function run(flags: SessionsFlags): Promise<void> {
  const { connect } = await import("./connection.ts");
  const gateway = await connect(flags);
  const { filter = "", limit } = flags;
  const query = { filter, limit: String(limit) };
  if (flags.watch) return watch(gateway, query, flags);
  const live = await gateway.get<Live>("/board/live", query);
  const { sessionsTable } = await import("./sessions-table.ts");
  if (flags.json) printJson(live);
  else process.stdout.write(sessionsTable(live, languageOf(process.env), process.stdout));
}

/** What goes back to the terminal's first line, and clears what is below. */
const CLEAR = "\u001b[H\u001b[J";

async function watch(
  gateway: Connection,
  query: Record<string, string>,
  { json }: SessionsFlags,
): Promise<void> {
  const language = languageOf(process.env);
  const { linesOf } = await import("./connection.ts");
  const { sessionsTable } = await import("./sessions-table.ts");
  const response = await gateway.open("GET", `/board/stream?${new URLSearchParams(query)}`);
  for await (const line of linesOf(response)) {
    if (!line.startsWith("data: ")) continue;
    const live = JSON.parse(line.slice(6)) as Live;
    if (json) process.stdout.write(`${JSON.stringify(live)}\n`);
    else
      process.stdout.write(
        `${process.stdout.isTTY ? CLEAR : ""}${sessionsTable(live, language, process.stdout)}`,
      );
  }
}

/** The language of the terminal. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return /^zh/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "zh" : "en";
}
