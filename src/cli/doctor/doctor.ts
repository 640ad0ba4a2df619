import { type Command, InvalidArgumentError } from "commander";
import type { Done } from "../exit.ts";
import type { DoctorFlags } from "./examine.ts";

/** Adds the `doctor` command: what went wrong, by a gateway's log. */
export function addDoctor(program: Command, done: Done): void {
  program
    .command("doctor")
    .description("Finds failed, lost and repeated turns in the logs of an OpenClaw gateway, and says why.")
    .argument(
      "<log...>",
      "logs of a gateway, oldest first: its files or its console, also gzipped; - for stdin",
    )
    .option("--json", "print one JSON object")
    .option("--html <file>", "write a timeline of what arrived and ran around each incident, as a web page")
    .option("--fixture <file>", "write an incident as a fixture that replays to the same failure")
    .option(
      "--incident <number>",
      "which one (default: the first of which there can be a fixture)",
      parseNumber,
    )
    .option("--show-ids", "leave ids of people, chats, messages and sessions as they are")
    .addHelpText("after", "\nExit code: 0 nothing went wrong, 1 something did, 2 something cannot be used.")
    .action(async (paths: string[], flags: DoctorFlags) => {
      const { examine } = await import("./examine.ts");
      done(await examine(paths, flags));
    });
}

function parseNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the number of an incident, from 1 on.");
}
