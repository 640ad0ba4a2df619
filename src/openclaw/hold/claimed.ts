import type { ReplyDispatchEvent } from "../host/host.ts";
import type { HostMessage } from "../host/message.ts";
import { nameOf } from "./answers.ts";
import type { Hold } from "./hold.ts";
import { type InboundMessage, readInbound } from "./inbound-message.ts";
import type { PluginParts } from "./plugin-parts.ts";

/** How often a dispatch that another plugin has is looked at, and how long without any sign of its end. */
const LOOK_MS = 250;
const CLAIM_MS = 60_000;

/** The last hook of all: whoever gets here is not taken over by another plugin, and the host reports its end. */
export function unclaimed({ holds }: PluginParts, event: ReplyDispatchEvent): undefined {
  const arrival = readInbound(event);
  if (!arrival) return;
  for (const hold of holds.inSession(arrival.sessionKey))
    if (hold.arrival.messageId === arrival.messageId) hold.claimable = false;
}

/**
 * Another plugin's hook may answer for a message and never have its end reported. It ends, then, when its final
 * reply is out, when its chat goes on, or when nothing is seen of it for long.
 */
export function followClaim(parts: PluginParts, hold: Hold): void {
  const since = parts.now();
  const look = async () => {
    if (!hold.claimable) return;
    const late = parts.now() - since >= CLAIM_MS;
    if (late || hasReplied(hold)) await endClaim(parts, hold, late ? "without a sign of its end" : "replied");
    else timer = parts.timers.setTimeout(look, LOOK_MS);
  };
  let timer = parts.timers.setTimeout(look, LOOK_MS);
  hold.onLeave(() => parts.timers.clearTimeout(timer));
}

/** A channel hands out the messages of one chat one after the other: the one before this has been dealt with. */
export function chatGoesOn(
  parts: PluginParts,
  arrival: InboundMessage,
  message: HostMessage | undefined,
): void {
  for (const hold of parts.holds.inSession(arrival.sessionKey)) {
    const claimed =
      hold.state === "running" && hold.claimable && hold.arrival.messageId !== arrival.messageId;
    if (claimed && sameChat(hold.event.ctx, message)) void endClaim(parts, hold, "its chat went on");
  }
}

function hasReplied({ context: { dispatcher } }: Hold): boolean {
  return (dispatcher?.getQueuedCounts?.().final ?? 0) > 0;
}

async function endClaim({ logger }: PluginParts, hold: Hold, why: string): Promise<void> {
  await hold.context.dispatcher?.waitForIdle().catch(() => {});
  logger().debug?.(`taken over by another plugin, over (${why}) ${nameOf(hold.arrival)}`);
  hold.end("done");
}

function sameChat(a: HostMessage | undefined, b: HostMessage | undefined): boolean {
  return a !== undefined && b !== undefined && CHAT.every((field) => a[field] === b[field]);
}

const CHAT = ["OriginatingChannel", "AccountId", "To", "NativeChannelId", "MessageThreadId"] as const;
