import { actorOf, chatOf, chatTypeOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import { isCardAction, isMenu, isMessage, isNotice, isReaction } from "../event/kinds.ts";

/** Where an answer goes: under a message, or to a person where there is none. */
export type ReplyTarget = Place & {
  /** Whose rate limit it counts for: a person's, or a group's. */
  readonly paceKey: string;
};

type Place =
  | {
      readonly messageId: string;
      /** Whether the answer stays in the message's thread. */
      readonly inThread: boolean;
    }
  | { readonly userId: string; readonly userIdType: "open_id" | "user_id" | "union_id" };

/**
 * Where the answer to an event goes: under the message that came, was reacted to or holds the card, in its thread
 * if it is in one; for the bot's menu to the person who used it. Undefined when nobody waits for an answer.
 *
 * @example
 * ```ts
 * import { parseEvent } from "feishu-dispatch-dedup/feishu";
 * import { replyTargetOf } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const isAnswerable = (body: unknown) => replyTargetOf(parseEvent(body)) !== undefined;
 * ```
 */
export function replyTargetOf(event: FeishuEvent): ReplyTarget | undefined {
  const place = placeOf(event);
  if (!place) return undefined;
  const chat = chatTypeOf(event) === "group" ? chatOf(event) : undefined;
  return { ...place, paceKey: chat ?? actorOf(event) ?? "" };
}

function placeOf(event: FeishuEvent): Place | undefined {
  if (isMessage(event)) {
    const { message_id: messageId, thread_id: thread } = event.event.message;
    return { messageId, inThread: Boolean(thread) };
  }
  if (isReaction(event)) return { messageId: event.event.message_id, inThread: false };
  if (isCardAction(event) && event.event.context?.open_message_id)
    return { messageId: event.event.context.open_message_id, inThread: false };
  return isNotice(event) ? undefined : personOf(event);
}

function personOf(event: FeishuEvent): Place | undefined {
  const ids = isMenu(event)
    ? event.event.operator.operator_id
    : isCardAction(event)
      ? event.event.operator
      : undefined;
  for (const userIdType of ["open_id", "user_id", "union_id"] as const) {
    const userId = ids?.[userIdType];
    if (userId) return { userId, userIdType };
  }
  return undefined;
}
