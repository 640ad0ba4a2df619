import type { Hold } from "./hold.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** The host may go on with this message: at its turn, or before it where it has waited too long. */
export function handOn({ arrivals }: PluginParts, hold: Hold): void {
  if (arrivals.count(hold.arrival.sessionKey) !== hold.arrivals) forgetWhenWritten(hold);
  hold.reply(undefined);
}

/**
 * After a `/stop`, the host drops without a word whatever was written before it, who stopped whom aside
 * (`abort-cutoff.ts` of 2026.5.20). A `/stop` does not come by here: it may be anything that has come meanwhile. A
 * message without a time is not dropped, and the host goes on with the object that it showed to the plugin.
 */
function forgetWhenWritten({ event }: Hold): void {
  if (event.ctx) delete event.ctx.Timestamp;
}
