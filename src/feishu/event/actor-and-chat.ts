/** Who did it, and where: what a session key is made of. */
import type { FeishuEvent } from "./events.ts";
import { userOf } from "./fields.ts";
import { isCardAction, isMenu, isMessage, isReaction } from "./kinds.ts";

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
  if (isMessage(event)) return userOf(event.event.sender.sender_id);
  if (isReaction(event)) return userOf(event.event.user_id);
  if (isCardAction(event)) return userOf(event.event.operator);
  if (isMenu(event)) return userOf(event.event.operator.operator_id);
  return userOf(event.event.operator_id) ?? userOf(event.event.reader?.reader_id);
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
  if (isMessage(event)) return event.event.message.chat_id;
  if (isMenu(event)) return undefined;
  if (isCardAction(event)) return event.event.chat_id || event.event.context?.open_chat_id || undefined;
  return event.event.chat_id || undefined;
}

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
export function chatTypeOf(event: FeishuEvent): "p2p" | "group" | undefined {
  if (isMenu(event)) return "p2p";
  const type = isMessage(event) ? event.event.message.chat_type : event.event.chat_type;
  if (typeof type !== "string") return undefined;
  return type === "p2p" || type === "private" ? "p2p" : "group";
}
