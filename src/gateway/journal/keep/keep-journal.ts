import { UsageError } from "../../../errors.ts";
import { mismatch } from "../../../explain.ts";
import { limitLog } from "../../../feishu/sdk/limited-log.ts";
import type { Journal } from "../../../journal/journal.ts";
import type { GatewayConfig } from "../../config/read-config.ts";
import type { GatewayLog } from "../../log.ts";
import type { InboxPlace } from "../../open-inbox.ts";
import { Keeper } from "./keeper.ts";
import { openJournal } from "./open-journal.ts";

/** @throws UsageError `ERR_INVALID_CONFIG` when facts are to be kept beside an inbox that keeps nothing itself */
export function checkKeeping({
  file,
  inbox,
  journal,
}: Pick<GatewayConfig, "file" | "inbox" | "journal">): void {
  if (journal.days === 0 || inbox.kind !== "memory") return;
  const expected = `0, as an inbox of kind "memory" has no place where facts could be kept`;
  throw new UsageError("ERR_INVALID_CONFIG", mismatch(`${file}: journal.days`, expected, `${journal.days}`));
}

interface Keeping {
  /** Where the inbox is, which is open. */
  readonly place: InboxPlace;
  readonly days: number;
  readonly log: GatewayLog;
}

/**
 * Keeps what is noted from now on, where that is wanted. A gateway whose journal cannot be kept runs all the same.
 *
 * @returns what ends it
 */
export async function keepJournal(
  journal: Journal,
  { place, days, log }: Keeping,
): Promise<() => Promise<void>> {
  if (days === 0 || place.kind === "memory") return async () => {};
  try {
    const store = await openJournal(place);
    const limited = limitLog(log, Date.now);
    const onFault = (err: unknown, lost: number) =>
      limited.warn({ where: store.where, err, lost }, lost > 0 ? LOST : WAITING);
    const keeper = new Keeper({ store, days, onFault, now: Date.now, timers: globalThis });
    const stop = journal.subscribe(keeper.hear);
    return () => {
      stop();
      return keeper.close();
    };
  } catch (err) {
    log.error({ err }, "the journal cannot be kept");
    return async () => {};
  }
}

const LOST = "facts of the journal could not be kept";
const WAITING = "the journal cannot be written to; its facts wait";
