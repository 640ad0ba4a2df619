/**
 * What names the work behind an event. Sharing any one identity means the same work.
 *
 * Every identity starts with its kind and the account that received the event. With two bots in one group Feishu
 * sends the same message to both, under the same message id, and each has to do its own work; so nothing is shared
 * between accounts. Whatever reaches one account is shared, by whichever transport or lane it came: neither is
 * part of an identity.
 */
import { hash } from "node:crypto";
import { actorOf } from "../event/actor-and-chat.ts";
import type { CardActionEvent, FeishuEvent, MenuEvent, ReactionEvent } from "../event/events.ts";
import { byKind } from "../event/kinds.ts";
import type { MessageEvent } from "../event/message.ts";
import {
  contentIdentity,
  type IdentityOptions,
  joinIdentity as join,
  messageIdentity,
} from "./message-identities.ts";

/**
 * Every identity of the work: the event's id, and what else stays the same when Feishu sends it again.
 *
 * @returns at least one
 *
 * @example
 * ```ts
 * import { identitiesOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const ids = (body: unknown) => identitiesOf(parseEvent(body), { account: "support-bot" });
 * ```
 */
export function identitiesOf(event: FeishuEvent, { account = "default" }: IdentityOptions = {}): string[] {
  return [join("event", account, event.header.event_id), ...ofItsKind(event, account)];
}

const ofItsKind = byKind<string[], [account: string]>({
  message: ofMessage,
  reaction: (event, account) => [ofReaction(event, account)],
  cardAction: ofCardAction,
  menu: (event, account) => [ofMenu(event, account)],
  // Not of the message: to take it back is not the same work.
  recall: () => [],
  notice: () => [],
});

/** No character but those of an empty object, list or text. */
const HOLDS_NOTHING = /^[\s{}[\]"]*$|^\s*null\s*$/;

/** Contents of every type count, but for those that hold nothing: they would say the same of different messages. */
function ofMessage(event: MessageEvent, account: string): string[] {
  const { message_id, chat_id: chatId, create_time: createTime, content } = event.event.message;
  const byId = messageIdentity(message_id, { account });
  if (HOLDS_NOTHING.test(content)) return [byId];
  const sender = actorOf(event) ?? "";
  return [byId, contentIdentity({ chatId, sender, createTime, content }, { account })];
}

/**
 * A person can put one emoji on a message once, take it away and put it there again: the time tells these apart,
 * the rest says that a second event with the same time is the same act. Taking away is work of its own.
 */
function ofReaction(event: ReactionEvent, account: string): string {
  const { message_id, reaction_type, action_time, app_id } = event.event;
  const act = event.header.event_type === "im.message.reaction.deleted_v1" ? "deleted" : "created";
  const actor = actorOf(event) ?? app_id ?? "";
  return join("reaction", account, act, message_id, actor, reaction_type.emoji_type, action_time);
}

/**
 * Each use of a card has a token of its own, by which the card can be updated later. It is a credential, hence the
 * hash. Card, person and button would not do: pressing a button twice is two acts.
 */
function ofCardAction(event: CardActionEvent, account: string): string[] {
  const { token } = event.event;
  return token ? [join("card", account, hash("sha256", token))] : [];
}

/** The time counts seconds. Who chooses one entry twice within a second wants it once. */
function ofMenu(event: MenuEvent, account: string): string {
  const { event_key, timestamp } = event.event;
  return join("menu", account, actorOf(event) ?? "", event_key, String(timestamp));
}
