import { type FeishuEvent, isMessage } from "../../feishu/index.ts";
import type { Claim } from "../../inbox/inbox.ts";
import type { TurnFacts } from "../../journal/facts.ts";

type FromEvent = "eventId" | "eventType" | "messageId" | "claim" | "by";

/** Feishu's id of a message, as facts name it. */
export function messageIdOf(event: FeishuEvent): Pick<TurnFacts["received"], "messageId"> {
  return isMessage(event) ? { messageId: event.event.message.message_id } : {};
}

/** What an event itself, and what the inbox says of it, tells of its arrival. */
export function receivedFact(event: FeishuEvent, { status: claim, by }: Claim) {
  const { event_id: eventId, event_type: eventType } = event.header;
  const fact: { readonly type: "received" } & Pick<TurnFacts["received"], FromEvent> = {
    ...{ type: "received", eventId, eventType, claim },
    ...(by !== undefined && { by }),
    ...messageIdOf(event),
  };
  return fact;
}
