import { type Command, InvalidArgumentError } from "commander";
import type { Speed } from "../../replay/index.ts";
import type { Done } from "../exit.ts";
import type { ReplayFlags } from "./play.ts";

/** Adds the `replay` command: fixtures, each without and with the middleware. */
export function addReplay(program: Command, done: Done): void {
  program
    .command("replay")
    .description("Plays recorded fixtures against a simulated gateway, without and with the middleware.")
    .argument("<path...>", "fixtures (JSON Lines), or folders of them")
    .option(
      "--config <file>",
      "gateway config that registers the middleware (default: ours, with its defaults)",
    )
    .option("--json", "print one JSON object")
    .option("--html <file>", "write a timeline of every turn as a web page")
    .option("--trace <file>", "write the same as a trace, for Perfetto and chrome://tracing")
    .option("--speed <speed>", "max, realtime, or how many times faster than that", parseSpeed, "max")
    .addHelpText(
      "after",
      "\nExit code: 0 all is well with the middleware, 1 it is not, 2 something cannot be used.",
    )
    .action(async (paths: string[], flags: ReplayFlags) => {
      const { play } = await import("./play.ts");
      done(await play(paths, flags));
    });
}

function parseSpeed(text: string): Speed {
  if (text === "max" || text === "realtime") return text;
  const factor = Number(text);
  if (factor > 0 && Number.isFinite(factor)) return factor;
  throw new InvalidArgumentError("Expected max, realtime or a number above 0.");
}
