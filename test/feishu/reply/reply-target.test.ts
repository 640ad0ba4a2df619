import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { replyTargetOf } from "../../../src/feishu/reply/reply-target.ts";
import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";

const say = new EventMaker();
const alice = { user: "alice" };
const paceKey = feishuId("ou", "alice");

const message = say.text(alice, "hello");
const inThread = say.text({ ...alice, thread: "t" }, "hello");
const inGroup = say.text({ ...alice, chat: "team", chatType: "group" }, "hello");
const press = say.cardAction(alice, "om_card", {});
const bare = { ...press, event: { ...press.event, context: undefined } };
const menu = say.menu(alice, "help");
const menuByUnion = { ...menu, event: { ...menu.event, operator: { operator_id: { union_id: "on_1" } } } };
const notice = {
  ...message,
  header: { ...message.header, event_type: "im.message.message_read_v1" },
  event: {},
};
const pressInThread = { ...press, event: { ...press.event, thread_id: "omt_1" } };
const inChat = (name: string) => ({ chatId: feishuId("oc", name) });
const under = (event: typeof message) => ({ messageId: event.event.message.message_id });

test.each<[string, object, object | undefined]>([
  ["a message", message, { ...under(message), inThread: false, otherwise: inChat("direct alice"), paceKey }],
  [
    "a message of a thread",
    inThread,
    {
      ...under(inThread),
      inThread: true,
      otherwise: { messageId: feishuId("om", "t"), inThread: true },
      paceKey,
    },
  ],
  [
    "a message of a group",
    inGroup,
    { ...under(inGroup), inThread: false, otherwise: inChat("team"), paceKey: feishuId("oc", "team") },
  ],
  ["a press on a card of a thread", pressInThread, { messageId: "om_card", inThread: true, paceKey }],
  ["a reaction", say.reaction(alice, "om_1", "OK"), { messageId: "om_1", inThread: false, paceKey }],
  ["a press on a card", press, { messageId: "om_card", inThread: false, paceKey }],
  ["a press on a card without its message", bare, { userId: paceKey, userIdType: "open_id", paceKey }],
  ["the bot's menu", menu, { userId: paceKey, userIdType: "open_id", paceKey }],
  ["the bot's menu, by union id", menuByUnion, { userId: "on_1", userIdType: "union_id", paceKey: "on_1" }],
  ["a notice", notice, undefined],
])("the answer to %s", (_, event, target) => {
  expect(replyTargetOf(parseEvent(event))).toEqual(target);
});
