import { InputError } from "../../errors.ts";
import {
  type CardActionEvent,
  type EventKind,
  type EventsByKind,
  type FeishuEvent,
  type MenuEvent,
  type ReactionEvent,
  rowOf,
} from "./events.ts";
import type { MessageEvent } from "./message.ts";

/** The kind of an event that was parsed. */
export function kindOf({ header }: FeishuEvent): EventKind {
  const row = rowOf(header.event_type);
  if (row) return row.kind;
  throw new InputError(
    "ERR_UNKNOWN_EVENT",
    "header.event_type: expected an event that parseEvent() has read",
  );
}

/** One function for each kind of event. */
type ByKind<Rest extends unknown[], Result> = {
  readonly [Kind in EventKind]: (event: EventsByKind[Kind], ...rest: Rest) => Result;
};

/** Makes a function of any event out of one for each kind, so that no kind is forgotten. */
export function byKind<Result, Rest extends unknown[] = []>(
  cases: ByKind<Rest, Result>,
): (event: FeishuEvent, ...rest: Rest) => Result {
  return (event, ...rest) => {
    const ofKind = cases[kindOf(event)] as (event: FeishuEvent, ...rest: Rest) => Result; // it is of this kind
    return ofKind(event, ...rest);
  };
}

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
  return kindOf(event) === "message";
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
  return kindOf(event) === "reaction";
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
  return kindOf(event) === "cardAction";
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
  return kindOf(event) === "menu";
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
  return isWanted(event);
}

const isWanted = byKind<boolean>({
  message: ({ event }) => event.sender.sender_type === "user",
  reaction: ({ event }) => event.operator_type === "user",
  cardAction: () => true,
  menu: () => true,
  recall: () => false,
  notice: () => false,
});
