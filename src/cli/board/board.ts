import type { Command } from "commander";
import { CONFIG_ABOUT } from "../config-file.ts";
import { complain } from "../exit.ts";
import type { Flags } from "./connection.ts";
import { languageOf } from "./sessions.ts";

interface BoardFlags extends Flags {
  readonly open: boolean;
}

/** Adds the `board` command: opens the live page of a gateway that runs. */
export function addBoard(program: Command): void {
  program
    .command("board")
    .description(
      "Opens the live page of a gateway that runs: what runs, what waits and why, what was not run.",
    )
    .option("--config <file>", CONFIG_ABOUT)
    .option("--file <path>", "the file of its inbox, instead of a config")
    .option(
      "--openclaw",
      "the plugin in the OpenClaw gateway of this user; where that has no page, print its sessions",
    )
    .option("--no-open", "print the page's address, and open no browser")
    .addHelpText("after", "\nThe address lets one browser in, within five minutes.")
    .action(async (flags: BoardFlags) => {
      const address = await addressOf(flags).catch((error) => withoutPage(flags, error));
      if (address === undefined) return;
      if (flags.open && (await opened(address))) return complain("opened the page in your browser");
      process.stdout.write(`${address}\n`);
    });
}

/** What stands behind `#` is sent to nobody. */
async function addressOf(flags: Flags): Promise<string> {
  const { connect } = await import("./connection.ts");
  const gateway = await connect(flags);
  const { ticket } = await gateway.post<{ ticket: string }>("/board/ticket", {});
  return `${gateway.url}/#${ticket}`;
}

/** A host that is older, or told to serve no page, can be asked all the same. */
async function withoutPage({ openclaw }: Flags, error: unknown): Promise<undefined> {
  if (!openclaw) throw error;
  const { askPlugin } = await import("./openclaw.ts");
  const { sessionsTable } = await import("./sessions-table.ts");
  process.stdout.write(sessionsTable(await askPlugin(), languageOf(process.env), process.stdout));
}

/** @returns whether there was something to open it with */
async function opened(address: string): Promise<boolean> {
  const [program, ...args] = openerOn(process.platform, process.env);
  if (program === undefined) return false;
  const { spawn } = await import("node:child_process");
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, [...args, address], { stdio: "ignore", detached: true });
  child.once("error", () => resolve(false));
  child.once("exit", (code) => resolve(code === 0));
  // A browser that stays in the foreground has opened it.
  setTimeout(() => resolve(true), 2000).unref();
  child.unref();
  return promise;
}

/** What opens an address on a desktop; nothing where there is none. */
export function openerOn(platform: string, env: NodeJS.ProcessEnv): string[] {
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : [];
}
