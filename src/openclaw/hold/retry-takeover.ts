import { setImmediate } from "node:timers/promises";
import { PLUGIN_ID } from "../config.ts";
import { nameOf } from "./answers.ts";
import type { Hold } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** Runs a turn once more, in the place it still holds, when it was taken over by another writer. */
export async function retryIfTakenOver(parts: PluginParts, hold: Hold): Promise<void> {
  const { config, takeovers, dispatchReply } = parts;
  const { arrival, event, context } = hold;
  if (!config.retryTakeover || !dispatchReply || !event.ctx || !context.dispatcher) return;
  // The host tells of model calls a moment later than of the run.
  await setImmediate();
  if (context.abortSignal?.aborted || !takeovers.happened(arrival.sessionKey)) return;
  parts.counters.retried++;
  parts.logger().warn(`taken over by another writer, so it runs once more: ${nameOf(arrival)}`);
  await runAgain(parts, hold, `${arrival.messageId}:again`).catch((error: unknown) => {
    parts.logger().warn(`running it again failed (${error}): ${nameOf(arrival)}`);
  });
}

/**
 * The host drops a message id that it has seen, so the second run has one of its own. The channel has closed its
 * own way for replies by now; a message that seems to come from elsewhere is answered by the host, to where the
 * message's origin says and as a reply to `MessageSidFull`.
 */
async function runAgain(
  { dispatchReply, again }: PluginParts,
  { event, context }: Hold,
  id: string,
): Promise<void> {
  if (!dispatchReply || !context.dispatcher) return;
  again.add(id);
  try {
    const elsewhere = { Provider: PLUGIN_ID, Surface: PLUGIN_ID };
    const ctx = { ...event.ctx, ...elsewhere, MessageSid: id, MessageSidFull: event.ctx?.MessageSid };
    await dispatchReply({ ctx, cfg: context.cfg, dispatcher: context.dispatcher });
    await context.dispatcher.waitForIdle();
  } finally {
    again.delete(id);
  }
}
