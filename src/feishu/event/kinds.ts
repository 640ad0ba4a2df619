import type { CardActionEvent, FeishuEvent, MenuEvent, NoticeEvent, ReactionEvent } from "./events.ts";
import type { MessageEvent } from "./message.ts";

/**
 * Did somebody write to the bot?
 *
 * @example
 * ```ts
 * import { isMessage, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function messageIdOf(body: unknown): string | undefined {
 *   const event = parseEvent(body);
 *   return isMessage(event) ? event.event.message.message_id : undefined;
 * }
 * ```
 */
export function isMessage(event: FeishuEvent): event is MessageEvent {
  return event.header.event_type === "im.message.receive_v1";
}

/**
 * Did somebody put an emoji on a message, or take it away?
 *
 * @example
 * ```ts
 * import { isReaction, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function emojiOf(body: unknown): string | undefined {
 *   const event = parseEvent(body);
 *   return isReaction(event) ? event.event.reaction_type.emoji_type : undefined;
 * }
 * ```
 */
export function isReaction(event: FeishuEvent): event is ReactionEvent {
  const type = event.header.event_type;
  return type === "im.message.reaction.created_v1" || type === "im.message.reaction.deleted_v1";
}

/**
 * Did somebody use a card?
 *
 * @example
 * ```ts
 * import { isCardAction, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * // Feishu waits 3 s for the answer to a card, and sends it only once.
 * export const isUrgent = (body: unknown) => isCardAction(parseEvent(body));
 * ```
 */
export function isCardAction(event: FeishuEvent): event is CardActionEvent {
  return event.header.event_type === "card.action.trigger";
}

/**
 * Did somebody choose from the bot's menu?
 *
 * @example
 * ```ts
 * import { isMenu, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function menuEntryOf(body: unknown): string | undefined {
 *   const event = parseEvent(body);
 *   return isMenu(event) ? event.event.event_key : undefined;
 * }
 * ```
 */
export function isMenu(event: FeishuEvent): event is MenuEvent {
  return event.header.event_type === "application.bot.menu_v6";
}

/**
 * Is it only news: a chat opened, a message read or recalled?
 *
 * @example
 * ```ts
 * import { isNotice, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const asksForNothing = (body: unknown) => isNotice(parseEvent(body));
 * ```
 */
export function isNotice(event: FeishuEvent): event is NoticeEvent {
  return !isMessage(event) && !isReaction(event) && !isCardAction(event) && !isMenu(event);
}

/**
 * Does a person want something? False for notices, and for what apps do: Feishu reports a bot's own reactions
 * (many bots show "typing" with one) back to it, and answering those would go round in circles.
 *
 * @example
 * ```ts
 * import { isWork, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function wanted(body: unknown): boolean {
 *   return isWork(parseEvent(body));
 * }
 * ```
 */
export function isWork(event: FeishuEvent): boolean {
  if (isMessage(event)) return event.event.sender.sender_type === "user";
  if (isReaction(event)) return event.event.operator_type === "user";
  return !isNotice(event);
}
