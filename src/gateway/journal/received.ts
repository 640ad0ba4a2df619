import { type FeishuEvent, isMessage } from "../../feishu/index.ts";
import type { Claim } from "../../inbox/inbox.ts";
import type { TurnFacts } from "./facts.ts";

type FromEvent = "eventId" | "eventType" | "messageId" | "claim" | "by";

/** What an event itself, and what the inbox says of it, tells of its arrival. */
export function receivedFact(event: FeishuEvent, { status: claim, by }: Claim) {
  const { event_id: eventId, event_type: eventType } = event.header;
  const fact: { readonly type: "received" } & Pick<TurnFacts["received"], FromEvent> = {
    ...{ type: "received", eventId, eventType, claim },
    ...(by !== undefined && { by }),
    ...(isMessage(event) && { messageId: event.event.message.message_id }),
  };
  return fact;
}
