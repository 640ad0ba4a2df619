import { type Command, InvalidArgumentError } from "commander";
import type { InboxAdmin } from "../../inbox/inbox.ts";
import { visibleLines } from "../../text/visible.ts";
import { CONFIG_ABOUT } from "../config-file.ts";
import { placeOf } from "./place.ts";

/** What every subcommand is told. */
export interface Flags {
  readonly config?: string;
  readonly file?: string;
  readonly json?: true;
}

/** A subcommand of `inbox` with the options that all of them have. */
export function subcommand(inbox: Command, name: string, about: string): Command {
  return inbox
    .command(name)
    .description(about)
    .option("--config <file>", CONFIG_ABOUT)
    .option("--file <path>", "the inbox's file, instead of a config")
    .option("--json", "print JSON");
}

/** Opens the inbox for one piece of work. */
export async function using<T>(flags: Flags, work: (admin: InboxAdmin) => Promise<T>): Promise<T> {
  const admin = await openAdmin(flags);
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
}

async function openAdmin(flags: Flags): Promise<InboxAdmin> {
  const place = await placeOf(flags);
  if (place.kind === "sqlite") {
    const { openSqliteInboxAdmin } = await import("../../inbox/sqlite.ts");
    return openSqliteInboxAdmin({ file: place.file });
  }
  const { openPostgresInboxAdmin } = await import("../../inbox/postgres.ts");
  return openPostgresInboxAdmin({ url: place.url, ...(place.schema && { schema: place.schema }) });
}

/** @throws InvalidArgumentError which commander turns into a message that names the argument */
export function parseNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError("Expected a whole number.");
}

export function printJson(value: unknown): void {
  process.stdout.write(`${visibleLines(JSON.stringify(value, null, 2))}\n`);
}
