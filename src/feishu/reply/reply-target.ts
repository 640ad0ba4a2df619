import { actorOf, chatOf, chatTypeOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { UserIds } from "../event/fields.ts";
import { byKind } from "../event/kinds.ts";

/** Where an answer goes: under a message, or to a person where there is none. */
export type ReplyTarget = ReplyPlace & {
  /**
   * Where it goes when that message is gone: to the chat, or to the beginning of the thread. Undefined where the answer
   * would leave its thread, or may do so.
   */
  readonly otherwise?: ReplyPlace;
  /** Whose rate limit it counts for: a person's, or a group's. */
  readonly paceKey: string;
};

/** A message, a chat or a person. */
export type ReplyPlace =
  | {
      readonly messageId: string;
      /** Whether the answer stays in the message's thread. */
      readonly inThread: boolean;
    }
  | { readonly chatId: string }
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
  const otherwise = otherwiseOf(event);
  return { ...place, ...(otherwise && { otherwise }), paceKey: chat ?? actorOf(event) ?? "" };
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

const nowhere = () => undefined;
const otherwiseOf = byKind<ReplyPlace | undefined>({
  message: ({ event: { message } }) => beside(message),
  reaction: ({ event }) => beside(event),
  // Of its chat alone it is not known whether the card stands in a thread.
  cardAction: ({ event }) => (event.thread_id ? beside(event) : undefined),
  menu: nowhere,
  recall: nowhere,
  notice: nowhere,
});

interface Whereabouts {
  readonly message_id?: unknown;
  readonly chat_id?: string | null | undefined;
  readonly chat_type?: string | null | undefined;
  readonly thread_id?: string | null | undefined;
  readonly root_id?: string | null | undefined;
}

/** Where else in the same chat or thread: in a group of topics whatever is said by itself begins a topic. */
function beside({ message_id, chat_id, chat_type, thread_id, root_id }: Whereabouts): ReplyPlace | undefined {
  if (!thread_id && chat_type !== "topic_group") return chat_id ? { chatId: chat_id } : undefined;
  return root_id && root_id !== message_id ? under(root_id, true) : undefined;
}

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
