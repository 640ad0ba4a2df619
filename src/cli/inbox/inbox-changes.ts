import type { Command } from "commander";
import type { InboxAdmin } from "../../inbox/inbox.ts";
import { complain, type Done, exit } from "../exit.ts";
import { type Flags, parseNumber, printJson, subcommand, using } from "./inbox-shared.ts";

interface Change {
  readonly name: string;
  readonly about: string;
  /** Says what became of the row; undefined when nothing could be done. */
  readonly make: (admin: InboxAdmin, id: number) => Promise<Changed | undefined>;
  readonly refusal: string;
}

interface Changed {
  readonly id: number;
  readonly became: "pending" | "dropped";
  /** The row's new number. */
  readonly as?: number;
}

export function addRetry(inbox: Command, done: Done): void {
  addChange(inbox, done, {
    name: "retry",
    about: "Puts back what was not answered, at the end of the line of its session.",
    make: async (admin, id) => {
      const as = await admin.retry(id);
      return as === undefined ? undefined : { id, became: "pending", as };
    },
    refusal: "cannot be put back: it was answered, recalled or dropped, it waits or runs, or it is too old",
  });
}

export function addDrop(inbox: Command, done: Done): void {
  addChange(inbox, done, {
    name: "drop",
    about:
      "Ends dead or pending rows without running them, and forgets what ended unanswered; a turn that runs goes on.",
    make: async (admin, id) => ((await admin.drop(id)) ? { id, became: "dropped" } : undefined),
    refusal: "has nothing that could be dropped",
  });
}

function addChange(inbox: Command, done: Done, { name, about, make, refusal }: Change): void {
  subcommand(inbox, name, about)
    .argument("<id...>", "the rows' numbers", (text, ids: number[] = []) => [...ids, parseNumber(text)])
    .action(async (ids: number[], { json, ...flags }: Flags) => {
      const results = await using(flags, (admin) => Promise.all(ids.map((id) => make(admin, id))));
      const changed = results.filter((result) => result !== undefined);
      if (json) printJson(changed);
      else for (const change of changed) process.stdout.write(`${say(change)}\n`);
      const refused = ids.filter((_, index) => results[index] === undefined);
      for (const id of refused) complain(`row ${id} ${refusal}`);
      if (refused.length > 0) done(exit.found);
    });
}

function say({ id, became, as }: Changed): string {
  return as === undefined ? `${id} is ${became}` : `${id} is ${became} again, as ${as}`;
}
