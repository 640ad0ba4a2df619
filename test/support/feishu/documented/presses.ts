/**
 * Presses on cards and on the bot's menu, with `cardCommand: "command"` and `menuCommands: { end: "/stop" }`.
 *
 * @see https://open.feishu.cn/document/feishu-cards/card-callback-communication
 * @see https://open.feishu.cn/document/client-docs/bot-v3/events/menu
 */
import {
  type Act,
  direct,
  group,
  here,
  inDm,
  inGroup,
  inTopic,
  inTopicTarget,
  toPerson,
  topics,
} from "./acts.ts";
import { ANSWER, chats, envelope, ids, THREAD } from "./form.ts";

type Fields = Readonly<Record<string, unknown>>;

function card(value: Fields, fields: Fields = {}) {
  const action = { value, tag: "button", timezone: "Asia/Shanghai", name: "Button_lvkepfu3" };
  const context = { open_message_id: ANSWER, open_chat_id: chats.dm };
  const operator = { tenant_key: "736588c9260f175e", ...ids };
  const token = "c-295ee57216a5dc9de90fefd0aadb4b1d7dbead0a";
  return envelope(
    "card.action.trigger",
    { operator, token, action, host: "im_message", context, ...fields },
    "1627641418803123",
  );
}

function menu(event_key: string) {
  return envelope("application.bot.menu_v6", {
    operator: { operator_name: "李娜", operator_id: ids },
    event_key,
    timestamp: 1_669_364_458,
  });
}

/** Of its chat alone it is not known whether a card stands in a thread: there is no other place for its answer. */
const cardOfDm = { session: direct, target: { ...here, paceKey: ids.open_id } };
const cardOfGroup = { session: group, target: { ...here, paceKey: chats.group } };

export const presses: Readonly<Record<string, Act>> = {
  "a card in a DM": { event: card({ key: "/new" }, inDm), names: ["card"], ...cardOfDm },
  "a card in a group": { event: card({ key: "value" }, inGroup), names: ["card"], ...cardOfGroup },
  "a card in a topic": {
    event: card({ key: "value" }, inTopic),
    names: ["card"],
    session: `${topics}:topic:${THREAD}`,
    target: inTopicTarget,
  },
  "a card whose chat is not known to be a DM": {
    event: card({ key: "value" }),
    names: ["card"],
    session: `agent:main:feishu:group:${chats.dm}`,
    target: { ...here, paceKey: ids.open_id },
    verdict: "place-unknown",
  },
  "a card that stands in no chat": {
    event: card({ key: "value" }, { context: {} }),
    names: ["card"],
    session: direct,
    target: toPerson,
  },
  "a card's button that approves": {
    event: card({ command: "/approve 17" }, inGroup),
    names: ["card"],
    ...cardOfGroup,
    text: "/approve 17",
    command: "bypass",
  },
  "a card's button that begins anew": {
    event: card({ command: "/new" }, inDm),
    names: ["card"],
    ...cardOfDm,
    text: "/new",
    command: "barrier",
  },
  "a menu's entry": { event: menu("/new"), names: ["menu"], session: direct, target: toPerson },
  "a menu's entry that stops": {
    event: menu("end"),
    names: ["menu"],
    session: direct,
    target: toPerson,
    text: "/stop",
    command: "bypass",
  },
};
