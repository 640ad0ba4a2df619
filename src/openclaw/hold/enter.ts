import type { ReplyDispatchContext, ReplyDispatchEvent } from "../host/host.ts";
import { isTaken, take } from "./again/take.ts";
import { drop } from "./answers.ts";
import { chatGoesOn } from "./claimed.ts";
import { processed, runTurn } from "./held-turn.ts";
import { Hold, type HookResult } from "./hold.ts";
import { type InboundMessage, readInbound } from "./inbound-message.ts";
import { leave } from "./leave.ts";
import type { PluginParts } from "./plugin-parts.ts";
import { waitInQueue } from "./wait.ts";

/**
 * The hook: what becomes of a message that is about to be dispatched.
 *
 * @returns undefined to let it pass at once, or what the host is told in the end
 */
export function enter(
  parts: PluginParts,
  event: ReplyDispatchEvent,
  context: ReplyDispatchContext,
): Promise<HookResult> | undefined {
  if (event.isTailDispatch) return undefined;
  const arrival = readInbound(event);
  if (!arrival) return undefined;
  parts.bypassed.asked(arrival.reportedAs);
  if (parts.again.has(arrival.messageId)) return undefined;
  const own = parts.config.channels.includes(arrival.channel);
  const taken = isTaken(parts, arrival.sessionKey);
  if (!own)
    return !taken && concernsOthers(parts, arrival)
      ? hold(parts, anonymous(arrival), event, context)
      : undefined;
  if (!parts.config.chatTypes.includes(arrival.chatType)) return undefined;
  parts.seen.add(arrival.sessionKey);
  chatGoesOn(parts, arrival, event.ctx);
  const same = parts.holds.find(arrival.ids);
  if (same && isInside(same, arrival)) return undefined;
  if (same) parts.counters.joined++;
  else if (parts.memory.hasAny(arrival.ids)) parts.counters.duplicates++;
  else if (context.cfg?.diagnostics?.enabled === false) return passUnheld(parts, arrival, context);
  else return hold(parts, arrival, event, context);
  tellRepeated(parts, arrival, same);
  return Promise.resolve(drop(parts, arrival, context, same ? "joined" : "duplicate"));
}

/** A dispatch of the very message whose turn runs in this session: the host makes it from inside the turn. */
function isInside(
  { state, again, arrival: { messageId, sessionKey } }: Hold,
  arrival: InboundMessage,
): boolean {
  return (
    state === "running" && !again && messageId === arrival.messageId && sessionKey === arrival.sessionKey
  );
}

/**
 * A message of another channel waits for sessions that are in use by the configured ones, and takes its place
 * when the session is idle. Between messages of other channels the host decides, as without the plugin.
 */
function concernsOthers({ config, holds, seen }: PluginParts, { sessionKey }: InboundMessage): boolean {
  if (config.otherChannels === "pass" || !seen.has(sessionKey)) return false;
  const held = holds.inSession(sessionKey);
  return held.length === 0 || held.some(({ arrival }) => config.channels.includes(arrival.channel));
}

/** What is the same work on another channel is not known here: nothing of it is taken for a duplicate. */
function anonymous(arrival: InboundMessage): InboundMessage {
  return { ...arrival, ids: [`other:${crypto.randomUUID()}`] };
}

/** Without the host's diagnostics nobody can tell when a turn ends: duplicates are dropped, nothing is held. */
async function passUnheld(
  parts: PluginParts,
  arrival: InboundMessage,
  context: ReplyDispatchContext,
): Promise<HookResult> {
  const { ids } = arrival;
  const { status } = await parts.dedup({ ids, sessionKey: `unheld:${ids[0]}` }, () => undefined);
  if (status === "completed") parts.memory.add(ids);
  if (status !== "duplicate") return undefined;
  parts.counters.duplicates++;
  tellRepeated(parts, arrival);
  return drop(parts, arrival, context, "duplicate");
}

function tellRepeated({ teller, memory }: PluginParts, arrival: InboundMessage, same?: Hold): void {
  teller.repeated(arrival, same, (id) => memory.hasAny([id]));
}

function hold(
  parts: PluginParts,
  arrival: InboundMessage,
  event: ReplyDispatchEvent,
  context: ReplyDispatchContext,
): Promise<HookResult> {
  const arrivals = parts.arrivals.count(arrival.sessionKey);
  const held = new Hold(arrival, event, context, { arrivedAt: parts.now(), arrivals });
  const taken = isTaken(parts, arrival.sessionKey);
  const { ids, sessionKey, channel: lane, text, createdAt } = arrival;
  const dispatch = { ids, sessionKey, lane, text, signal: held.withdraw.signal };
  parts.counters.entered++;
  parts.holds.add(held);
  parts.teller.received(held);
  parts.completions.expect(arrival.reportedAs, (ending) => void processed(parts, held, ending));
  const outcome = parts.dedup({ ...dispatch, ...(createdAt !== undefined && { createdAt }) }, (turn) =>
    runTurn(parts, held, turn),
  );
  void leave(parts, held, outcome);
  if (taken) take(parts, held);
  else void waitInQueue(parts, held);
  return held.answer;
}
