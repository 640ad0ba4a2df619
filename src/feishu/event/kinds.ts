import type { CardActionEvent, FeishuEvent, MenuEvent, NoticeEvent, ReactionEvent } from "./events.ts";
import type { MessageEvent } from "./message.ts";

/** Did somebody write to the bot? */
export function isMessage(event: FeishuEvent): event is MessageEvent {
  return event.header.event_type === "im.message.receive_v1";
}

/** Did somebody put an emoji on a message, or take it away? */
export function isReaction(event: FeishuEvent): event is ReactionEvent {
  const type = event.header.event_type;
  return type === "im.message.reaction.created_v1" || type === "im.message.reaction.deleted_v1";
}

/** Did somebody use a card? */
export function isCardAction(event: FeishuEvent): event is CardActionEvent {
  return event.header.event_type === "card.action.trigger";
}

/** Did somebody choose from the bot's menu? */
export function isMenu(event: FeishuEvent): event is MenuEvent {
  return event.header.event_type === "application.bot.menu_v6";
}

/** Is it only news: a chat opened, a message read or recalled? */
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
