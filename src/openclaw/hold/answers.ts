import { PLUGIN_ID } from "../config.ts";
import type { ReplyDispatchContext } from "../host/host.ts";
import type { Hold, HookResult } from "./hold.ts";
import type { InboundMessage } from "./inbound-message.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** Why a message is dropped. */
export type DropReason = "duplicate" | "joined" | "interrupted" | "expired";

/** Drops a message: the host is told that it was dealt with, the user hears nothing. */
export function drop(
  { logger }: PluginParts,
  arrival: InboundMessage,
  context: ReplyDispatchContext,
  reason: DropReason,
): HookResult {
  logger().debug?.(`dropped (${reason}) ${nameOf(arrival)}`);
  finish(context, `${PLUGIN_ID}:${reason}`);
  return { handled: true, queuedFinal: false, counts: { tool: 0, block: 0, final: 0 } };
}

/** Answers a message with the notice that its session is busy. */
export function refuse({ logger, counters }: PluginParts, { arrival, event, context }: Hold): HookResult {
  counters.refused++;
  logger().info(`answered "busy" ${nameOf(arrival)}`);
  const final = event.suppressUserDelivery ? false : (context.dispatcher?.sendFinalReply(BUSY) ?? false);
  finish(context, `${PLUGIN_ID}:busy`);
  return { handled: true, queuedFinal: final, counts: { tool: 0, block: 0, final: final ? 1 : 0 } };
}

/** How a message is named in the log: never by its text. */
export function nameOf({ sessionKey, channel, messageId }: InboundMessage): string {
  return `session=${sessionKey} channel=${channel} message=${messageId}`;
}

const BUSY = {
  text: "⏳ This session is still busy with an earlier message, so this one was not carried out. Send /stop to end the running turn, then try again.",
};

/** The host reports a message as processed by itself, except when a hook deals with it. */
function finish(context: ReplyDispatchContext, reason: string): void {
  context.recordProcessed?.("skipped", { reason });
  context.markIdle?.(reason);
}
