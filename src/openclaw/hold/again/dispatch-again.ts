import { PLUGIN_ID } from "../../config.ts";
import { reportedAs } from "../../host/completions.ts";
import type { Ending } from "../../host/endings.ts";
import type { Hold } from "../hold.ts";
import type { PluginParts } from "../plugin-parts.ts";

/**
 * Runs a message through the host's reply pipeline by ourselves, outside of whatever called the plugin.
 *
 * The host drops a message id that it has seen, so this run has one of its own. The channel may have closed its
 * own way for replies by now; a message that seems to come from elsewhere is answered by the host, to where the
 * message's origin says and as a reply to `MessageSidFull`.
 *
 * @returns how the host says it ended; `done` when it says nothing, as it does when it is not asked for reports
 * @throws whatever the host throws
 */
export async function dispatchAgain(parts: PluginParts, { event, context, arrival }: Hold): Promise<Ending> {
  const { dispatchReply, again, completions, outside } = parts;
  const { dispatcher, cfg } = context;
  if (!dispatchReply || !dispatcher) return "refused";
  const id = `${arrival.messageId}:again`;
  const surface = event.ctx?.Surface ?? PLUGIN_ID;
  const names = [id, arrival.messageId].map((name) => reportedAs(surface, name));
  let ending: Ending = "done";
  completions.expect(names, (reported) => {
    ending = reported;
  });
  again.add(id);
  try {
    // The surface stays: by it hosts know who is an owner.
    const elsewhere = { Provider: PLUGIN_ID, Surface: surface };
    // After a `/stop`, hosts drop whatever was written before it, who stopped whom aside.
    const { Timestamp: _written, ...message } = event.ctx ?? {};
    const ctx = { ...message, ...elsewhere, MessageSid: id, MessageSidFull: arrival.messageId };
    await outside(() => dispatchReply({ ctx, cfg, dispatcher }));
    await dispatcher.waitForIdle();
    return ending;
  } finally {
    again.delete(id);
    completions.forget(names);
  }
}
