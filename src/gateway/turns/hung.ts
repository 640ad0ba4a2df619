import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { TurnTelemetry } from "../../dispatch/account/telemetry.ts";
import type { OpenJobs } from "./open-jobs.ts";

const CHANNEL = "feishu-dispatch-dedup:turn:hung";

/**
 * Notes which turns have outrun their time, as the engine of the middleware tells. Others in this process may have an
 * engine, too: theirs are not among these jobs.
 *
 * @returns what ends it
 */
export function watchHung(openJobs: Pick<OpenJobs, "of">): () => void {
  const hear = (message: unknown) => {
    const { sessionKey, ids, startedAt } = message as TurnTelemetry; // what the channel carries
    const entry = openJobs.of(sessionKey).find(({ ids: own }) => own.some((id) => ids.includes(id)));
    entry?.job.note({ type: "hung", startedAt });
  };
  subscribe(CHANNEL, hear);
  return () => void unsubscribe(CHANNEL, hear);
}
