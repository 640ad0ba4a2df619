import { closeSync, openSync, readSync } from "node:fs";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";
import type { InboxPlace } from "../../gateway/open-inbox.ts";
import { sourceOf } from "../config-file.ts";

/** What every SQLite file begins with, https://www.sqlite.org/fileformat.html. */
const SQLITE = "SQLite format 3\0";

/**
 * Finds the inbox that the command line names: a gateway's config, or an SQLite file.
 *
 * @throws UsageError `ERR_INVALID_ARGUMENT` unless one of them is named; as the config's, when that cannot be used
 */
export async function placeOf(named: {
  readonly config?: string;
  readonly file?: string;
}): Promise<StoredPlace> {
  const source = sourceOf(named);
  return "config" in source ? placeInConfig(source.config) : { kind: "sqlite", file: source.file };
}

/** The same where one word names either: what holds no config is a file, and so is what is not there yet. */
export async function placeNamed(name: string): Promise<StoredPlace> {
  const start = beginningOf(name);
  const isFile = start === undefined ? !/\.json5?$/i.test(name) : start === "" || start === SQLITE;
  return isFile ? { kind: "sqlite", file: name } : placeInConfig(name);
}

/** An inbox that is somewhere while no gateway runs. */
export type StoredPlace = Exclude<InboxPlace, { readonly kind: "memory" }>;

async function placeInConfig(config: string): Promise<StoredPlace> {
  // Only now: who names a file does not wait for the gateway's code.
  const { readConfig } = await import("../../gateway/config/read-config.ts");
  const { Revealer } = await import("../../gateway/config/reveal.ts");
  const { placeOfInbox } = await import("../../gateway/open-inbox.ts");
  const checked = await readConfig(config);
  const place = await placeOfInbox(checked, new Revealer(checked, { env: process.env, onSecret: () => {} }));
  if (place.kind !== "memory") return place;
  const came = "memory, which only its gateway can see and which ends with it";
  throw new UsageError("ERR_INVALID_ARGUMENT", mismatch(`${config}: inbox`, "sqlite or postgres", came));
}

/** Undefined where there is no such file. */
function beginningOf(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return undefined;
  }
  try {
    const bytes = Buffer.alloc(SQLITE.length);
    return bytes.toString("latin1", 0, readSync(file, bytes));
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}
