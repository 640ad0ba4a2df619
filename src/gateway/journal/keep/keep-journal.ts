import { UsageError } from "../../../errors.ts";
import { mismatch } from "../../../explain.ts";
import { limitLog } from "../../../feishu/sdk/limited-log.ts";
import type { Journal } from "../../../journal/journal.ts";
import type { GatewayConfig } from "../../config/read-config.ts";
import type { GatewayLog } from "../../log.ts";
import { JournalFile } from "./journal-file.ts";
import { Keeper } from "./keeper.ts";

/** Where the facts beside an inbox are kept. */
export function journalFileOf(inboxFile: string): string {
  return `${inboxFile}.journal`;
}

/** @throws UsageError `ERR_INVALID_CONFIG` when facts are to be kept where there is no file to keep them beside */
export function checkKeeping({
  file,
  inbox,
  journal,
}: Pick<GatewayConfig, "file" | "inbox" | "journal">): void {
  if (journal.days === 0 || inbox.kind === "sqlite") return;
  const expected = `0, as facts are kept beside an inbox of kind "sqlite" only and this one is "${inbox.kind}"`;
  throw new UsageError("ERR_INVALID_CONFIG", mismatch(`${file}: journal.days`, expected, `${journal.days}`));
}

interface Keeping {
  /** Where the inbox is; beside a file facts can be kept. */
  readonly place: { readonly kind: string; readonly file?: string };
  readonly days: number;
  readonly log: GatewayLog;
}

/**
 * Keeps what is noted from now on, where that is wanted. A gateway whose journal cannot be kept runs all the same.
 *
 * @returns what ends it
 */
export async function keepJournal(journal: Journal, { place, days, log }: Keeping): Promise<() => void> {
  if (days === 0 || place.file === undefined) return () => {};
  const path = journalFileOf(place.file);
  const limited = limitLog(log, Date.now);
  const onFault = (err: unknown, lost: number) =>
    limited.warn({ file: path, err, lost }, "facts of the journal could not be kept");
  try {
    const file = await JournalFile.open(path);
    const keeper = new Keeper({ file, days, onFault, now: Date.now, timers: globalThis });
    const stop = journal.subscribe(keeper.hear);
    return () => {
      stop();
      keeper.close();
    };
  } catch (err) {
    log.error({ file: path, err }, "the journal cannot be kept");
    return () => {};
  }
}
