import { type Command, InvalidArgumentError } from "commander";
import { type Done, exit } from "../exit.ts";
import type { StandInFlags } from "./talk.ts";

/** Adds the `stand-in` command: a Feishu on this machine, to try a bot with no account. */
export function addStandIn(program: Command, done: Done): void {
  program
    .command("stand-in")
    .description("Starts a stand-in for Feishu on this machine, to try a bot without an account.")
    .option("--port <number>", "where it listens; 0 takes a free one", parsePort, 8790)
    .addHelpText(
      "after",
      "\nEach line that you write is a message of alice to the bot; “bob: hi” is one of bob. What the bot says is printed. Ctrl-C ends it.",
    )
    .action(async (flags: StandInFlags) => {
      const { standIn } = await import("./talk.ts");
      await standIn(flags);
      done(exit.ok);
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a number from 0 to 65535.");
}
