import { actorOf, chatOf, chatTypeOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { UserIds } from "../event/fields.ts";
import { byKind } from "../event/kinds.ts";

/** Where an answer goes: under a message, or to a person where there is none. */
export type ReplyTarget = ReplyPlace & {
  /** Whose rate limit it counts for: a person's, or a group's. */
  readonly paceKey: string;
};

type ReplyPlace =
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

const placeOf = byKind<ReplyPlace | undefined>({
  message: ({ event: { message } }) => under(message.message_id, Boolean(message.thread_id)),
  reaction: ({ event }) => under(event.message_id, Boolean(event.thread_id)),
  cardAction: ({ event: { context, operator, thread_id } }) =>
    context?.open_message_id ? under(context.open_message_id, Boolean(thread_id)) : to(operator),
  menu: ({ event }) => to(event.operator.operator_id),
  recall: () => undefined,
  notice: () => undefined,
});

function under(messageId: string, inThread = false): ReplyPlace {
  return { messageId, inThread };
}

function to(person: UserIds): ReplyPlace | undefined {
  for (const userIdType of ["open_id", "user_id", "union_id"] as const) {
    const userId = person[userIdType];
    if (userId) return { userId, userIdType };
  }
  return undefined;
}
