import { type Command, Option } from "commander";
import type { InboxItem, ListQuery } from "../../inbox/inbox.ts";
import { complain, type Done, exit } from "../exit.ts";
import { addDrop, addRetry } from "./inbox-changes.ts";
import { addMove } from "./inbox-move.ts";
import { addSchema } from "./inbox-schema.ts";
import { type Flags, parseNumber, printJson, subcommand, using } from "./inbox-shared.ts";

/** Adds the `inbox` command: what operators may see and do while a gateway runs. Texts only when asked for. */
export function addInbox(program: Command, done: Done): void {
  const inbox = program
    .command("inbox")
    .description("Shows and repairs a gateway's inbox, even while the gateway runs.")
    .addHelpText("after", "\nExit code: 0 done, 1 no such row, 2 the inbox or an argument cannot be used.");
  addList(inbox);
  addShow(inbox, done);
  addRetry(inbox, done);
  addDrop(inbox, done);
  addStats(inbox);
  addMove(inbox);
  addSchema(inbox);
}

type ListFlags = Flags & Omit<ListQuery, "sessionKey"> & { readonly session?: string };

function addList(inbox: Command): void {
  subcommand(inbox, "list", "Lists rows, the newest first, without their events.")
    .addOption(new Option("--status <status>", "only these").choices(["pending", "dead", "done"]))
    .option("--session <key>", "only rows of this session")
    .option("--identity <id>", "only the row known by this event id, message id or content identity")
    .option("--unanswered", "only dead letters, and what ended without an answer")
    .option("--before <id>", "only rows before this one: the next page", parseNumber)
    .option("--after <id>", "only rows after this one, in order of arrival", parseNumber)
    .option("--limit <number>", "how many rows at most", parseNumber, 100)
    .action(async (flags: ListFlags) => {
      const { config: _, file: __, json, session, ...given } = flags;
      // Who pages on from a row reads in order of arrival.
      const order = given.after === undefined ? "newest" : "oldest";
      const query = { ...given, ...(session !== undefined && { sessionKey: session }), order } as const;
      const [rows, count] = await using(flags, (admin) =>
        Promise.all([admin.list(query), admin.count(query)]),
      );
      if (json) return printJson(rows);
      const { rowsTable } = await import("./inbox-tables.ts");
      process.stdout.write(rowsTable(rows, process.stdout));
      const more = count - rows.length;
      if (more > 0)
        process.stdout.write(
          `${more} more: --${order === "newest" ? "before" : "after"} ${rows.at(-1)?.id}, or --limit\n`,
        );
    });
}

function addShow(inbox: Command, done: Done): void {
  subcommand(inbox, "show", "Shows one row.")
    .argument("<id>", "the row's number", parseNumber)
    .option("--payload", "also the event, with everything the user wrote")
    .action(async (id: number, { json, payload, ...flags }: Flags & { readonly payload?: true }) => {
      const item = await using(flags, (admin) => admin.get(id));
      if (item === undefined) return missing(id, done);
      const shown = payload ? item : withoutEvent(item);
      if (json) return printJson(shown);
      const { itemTable } = await import("./inbox-tables.ts");
      process.stdout.write(itemTable(shown, process.stdout));
    });
}

function addStats(inbox: Command): void {
  subcommand(inbox, "stats", "Counts rows by status.").action(async ({ json, ...flags }: Flags) => {
    const stats = await using(flags, (admin) => admin.stats());
    if (json) return printJson(stats);
    const { statsTable } = await import("./inbox-tables.ts");
    process.stdout.write(statsTable(stats, process.stdout));
  });
}

function missing(id: number, done: Done): void {
  complain(`row ${id} is not in the inbox`);
  done(exit.found);
}

function withoutEvent({ event: _, ...row }: InboxItem): Omit<InboxItem, "event"> {
  return row;
}
