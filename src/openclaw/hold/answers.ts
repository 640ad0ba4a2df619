import { languageOf } from "../../wording/wording.ts";
import { PLUGIN_ID } from "../config.ts";
import type { ReplyDispatchContext } from "../host/host.ts";
import type { Hold, HookResult } from "./hold.ts";
import type { InboundMessage } from "./inbound-message.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** Why a message is dropped. */
export type DropReason = "duplicate" | "joined" | "interrupted" | "recalled" | "expired" | "taken";

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
export function refuse(parts: PluginParts, { arrival, event, context }: Hold): HookResult {
  const { logger, counters, wording } = parts;
  counters.refused++;
  logger().info(`answered "busy" ${nameOf(arrival)}`);
  const text = wording.say(languageOf(arrival.text), "busy");
  const final = event.suppressUserDelivery ? false : (context.dispatcher?.sendFinalReply({ text }) ?? false);
  finish(context, `${PLUGIN_ID}:busy`);
  return { handled: true, queuedFinal: final, counts: { tool: 0, block: 0, final: final ? 1 : 0 } };
}

/** How a message is named in the log: never by its text. */
export function nameOf({ sessionKey, channel, messageId }: InboundMessage): string {
  return `session=${sessionKey} channel=${channel} message=${messageId}`;
}

/** The host reports a message as processed by itself, except when a hook deals with it. */
function finish(context: ReplyDispatchContext, reason: string): void {
  context.recordProcessed?.("skipped", { reason });
  context.markIdle?.(reason);
}
