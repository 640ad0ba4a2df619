import { setImmediate } from "node:timers/promises";
import { nameOf } from "../answers.ts";
import type { Hold } from "../hold.ts";
import type { PluginParts } from "../plugin-parts.ts";
import { dispatchAgain } from "./dispatch-again.ts";

/** Runs a turn once more, in the place it still holds, when it was taken over by another writer. */
export async function retryIfTakenOver(parts: PluginParts, hold: Hold): Promise<void> {
  const { config, takeovers, dispatchReply } = parts;
  const { arrival, event, context } = hold;
  if (!config.retryTakeover || !dispatchReply || !event.ctx || !context.dispatcher) return;
  // The host tells of model calls a moment later than of the run.
  await setImmediate();
  if (context.abortSignal?.aborted || !takeovers.happened(arrival.sessionKey)) return;
  parts.counters.retried++;
  parts.teller.runsAgain(hold);
  parts.logger().warn(`taken over by another writer, so it runs once more: ${nameOf(arrival)}`);
  await dispatchAgain(parts, hold).catch((error: unknown) => {
    parts.logger().warn(`running it again failed (${error}): ${nameOf(arrival)}`);
  });
}
