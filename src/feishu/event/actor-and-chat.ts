/** Who did it, and where: what a session key is made of. */
import type { ChatType } from "./chat-types.ts";
import type { CardActionEvent, FeishuEvent } from "./events.ts";
import { type UserIds, userOf } from "./fields.ts";
import { byKind } from "./kinds.ts";

/** Every id that Feishu gives of who did it. */
export const actorIdsOf = byKind<UserIds | null | undefined>({
  message: ({ event }) => event.sender.sender_id,
  reaction: ({ event }) => event.user_id,
  cardAction: ({ event }) => event.operator,
  menu: ({ event }) => event.operator.operator_id,
  recall: () => undefined,
  notice: ({ event }) => (userOf(event.operator_id) ? event.operator_id : event.reader?.reader_id),
});

/**
 * The person behind an event; undefined when an app did it or Feishu does not say.
 *
 * @example
 * ```ts
 * import { actorOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * // "ou_…", or the user id or union id where Feishu gives no open id
 * export const personOf = (body: unknown) => actorOf(parseEvent(body));
 * ```
 */
export function actorOf(event: FeishuEvent): string | undefined {
  return userOf(actorIdsOf(event));
}

/**
 * The chat an event names. A reaction names none unless its channel looked the message up; a menu never does.
 *
 * @example
 * ```ts
 * import { chatOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * // "oc_…"
 * export const whereOf = (body: unknown) => chatOf(parseEvent(body));
 * ```
 */
export function chatOf(event: FeishuEvent): string | undefined {
  return namedChat(event) || undefined;
}

const namedChat = byKind<string | null | undefined>({
  message: ({ event }) => event.message.chat_id,
  reaction: ({ event }) => event.chat_id,
  cardAction: ({ event }) => event.chat_id || event.context?.open_chat_id,
  menu: () => undefined,
  recall: ({ event }) => event.chat_id,
  notice: ({ event }) => event.chat_id,
});

/**
 * Is it of a DM (`p2p`) or of a group? Undefined when Feishu does not say, which is so for every reaction, card
 * action and notice unless the channel looked the message up and put `chat_type` (and `chat_id`) into `event`.
 *
 * @example
 * ```ts
 * import { chatTypeOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function isOfGroup(body: unknown): boolean {
 *   return chatTypeOf(parseEvent(body)) === "group";
 * }
 * ```
 */
export function chatTypeOf(event: FeishuEvent): ChatType | undefined {
  const type = namedType(event);
  if (typeof type !== "string") return undefined;
  return type === "p2p" || type === "private" ? "p2p" : "group";
}

/** A card that stands in no chat, such as one in a link's preview: the answer goes to the person. */
function isNowhere({ chat_id, context }: CardActionEvent["event"]): boolean {
  return !(chat_id || context?.open_chat_id || context?.open_message_id);
}

const namedType = byKind<unknown>({
  message: ({ event }) => event.message.chat_type,
  reaction: ({ event }) => event.chat_type,
  cardAction: ({ event }) => event.chat_type ?? (isNowhere(event) ? "p2p" : undefined),
  menu: () => "p2p",
  recall: ({ event }) => event.chat_type,
  notice: ({ event }) => event.chat_type,
});

/**
 * The thread it happened in, `omt_…`. Undefined outside of threads, and where Feishu does not say, which is so for
 * every reaction and card action unless the channel looked the message up and put `thread_id` into `event`.
 *
 * @example
 * ```ts
 * import { parseEvent, threadOf } from "feishu-dispatch-dedup/feishu";
 *
 * export const isInThread = (body: unknown) => threadOf(parseEvent(body)) !== undefined;
 * ```
 */
export function threadOf(event: FeishuEvent): string | undefined {
  return namedThread(event) || undefined;
}

const namedThread = byKind<string | null | undefined>({
  message: ({ event }) => event.message.thread_id,
  reaction: ({ event }) => event.thread_id,
  cardAction: ({ event }) => event.thread_id,
  menu: () => undefined,
  recall: () => undefined,
  notice: () => undefined,
});

/** The message that was answered first, `om_…`, where it happened to an answer; undefined as for `threadOf`. */
export function rootOf(event: FeishuEvent): string | undefined {
  return namedRoot(event) || undefined;
}

const namedRoot = byKind<string | null | undefined>({
  message: ({ event }) => event.message.root_id,
  reaction: ({ event }) => event.root_id,
  cardAction: ({ event }) => event.root_id,
  menu: () => undefined,
  recall: () => undefined,
  notice: () => undefined,
});

/** Whether it is of a group of topics. */
export const isOfTopics = byKind<boolean>({
  message: ({ event }) => event.message.chat_type === "topic_group",
  reaction: ({ event }) => event.chat_type === "topic_group",
  cardAction: ({ event }) => event.chat_type === "topic_group",
  menu: () => false,
  recall: () => false,
  notice: () => false,
});
