import type { Command } from "commander";
import type { Action, Plan } from "../../board/contract.ts";
import { visible } from "../../text/visible.ts";
import { complain, type Done, exit } from "../exit.ts";
import { printJson } from "../inbox/inbox-shared.ts";
import type { Flags } from "./connection.ts";

interface ActionFlags extends Flags {
  readonly dryRun?: true;
  readonly json?: true;
}

const about = {
  cancel: "Stops what runs in a session, and drops what waits in it.",
  release: "Stops what runs in a session; what waits goes on.",
} as const;

/** Adds `sessions cancel` and `sessions release`. */
export function addActions(sessions: Command, done: Done): void {
  for (const action of ["cancel", "release"] as const)
    sessions
      .command(action)
      .description(about[action])
      .argument("<key>", "the session's key")
      .option("--dry-run", "say what it would do, and do nothing")
      .addHelpText("after", "\nThe gateway's config, or the plugin's, has to allow it: board.actions.")
      // The gateway is named by the options of `sessions`.
      .action((key: string, _: object, command: Command) =>
        run(action, key, command.optsWithGlobals<ActionFlags>(), done),
      );
}

async function run(action: Action, key: string, flags: ActionFlags, done: Done): Promise<void> {
  const { connect } = await import("./connection.ts");
  const gateway = await connect(flags);
  const { rows } = await gateway.get<{ readonly rows: number[] }>("/board/rows", { session: key });
  if (rows.length === 0) {
    complain(`nothing runs or waits in the session ${visible(key)}`);
    return done(exit.found);
  }
  const path = flags.dryRun ? "/board/preview" : "/board/act";
  const plan = await gateway.post<Plan>(path, { action, rows });
  if (flags.json) printJson(plan);
  else process.stdout.write(await sentenceOf(plan, flags.dryRun ?? false));
}

async function sentenceOf({ stop, letGo = [], drop, putBack, gone }: Plan, isDry: boolean): Promise<string> {
  const { actionWords: words } = await import("../../board/words/board-page-words.ts");
  const { say } = await import("../../wording/phrase.ts");
  if (letGo.length > 0)
    return `${say(isDry ? words.wouldLetGo : words.doneLetGo, "en", { count: letGo.length })}\n`;
  const counts = { stopped: stop.length, dropped: drop.length, putBack: putBack.length, gone: gone.length };
  return `${say(isDry ? words.would : words.done, "en", counts)}\n`;
}
