import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { createPolicy, type PolicyOptions } from "../../../src/feishu/receive/policy.ts";
import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";

const say = new EventMaker();
const alice = { user: "alice" };
const group = { user: "alice", chat: "team", chatType: "group" as const };
const aliceId = feishuId("ou", "alice");
const message = say.text(alice, "hello");
const notice = {
  ...message,
  header: { ...message.header, event_type: "im.message.message_read_v1" },
  event: {},
};
const reactionOfApp = say.reaction(alice, "om_1", "OK");
reactionOfApp.event.operator_type = "app";

const cases: Array<[string, object, PolicyOptions, string]> = [
  ["anybody's message by default", message, {}, "take"],
  ["anybody's message when open", message, { dmPolicy: "open" }, "take"],
  ["a message when DMs are disabled", message, { dmPolicy: "disabled" }, "dm-disabled"],
  ["a stranger's message", message, { dmPolicy: "allowlist", allowFrom: ["ou_other"] }, "not-allowed"],
  ["a message when nobody is on the list", message, { dmPolicy: "allowlist" }, "not-allowed"],
  ["a listed open id", message, { dmPolicy: "allowlist", allowFrom: [aliceId] }, "take"],
  ["a listed union id", message, { dmPolicy: "allowlist", allowFrom: [feishuId("on", "alice")] }, "take"],
  ["a list of everybody", message, { dmPolicy: "allowlist", allowFrom: ["*"] }, "take"],
  ["a list that DMs being open ignores", message, { allowFrom: ["ou_other"] }, "take"],
  ["a stranger's reaction", say.reaction(alice, "om_1", "OK"), { dmPolicy: "allowlist" }, "not-allowed"],
  [
    "a stranger's press on a card",
    say.cardAction(alice, "om_1", {}),
    { dmPolicy: "allowlist" },
    "not-allowed",
  ],
  ["a stranger's menu", say.menu(alice, "help"), { dmPolicy: "allowlist" }, "not-allowed"],
  ["a listed user's menu", say.menu(alice, "help"), { dmPolicy: "allowlist", allowFrom: [aliceId] }, "take"],
  [
    "a group when DMs are disabled",
    say.text(group, "hello"),
    { dmPolicy: "disabled", groupPolicy: "open", requireMention: false },
    "take",
  ],
  [
    "a group when a list is kept",
    say.text(group, "hello"),
    { dmPolicy: "allowlist", groupPolicy: "open", requireMention: false },
    "take",
  ],
  ["an app's message", say.text({ user: "bot", senderType: "app" }, "hi"), {}, "of-an-app"],
  ["an app's reaction", reactionOfApp, {}, "of-an-app"],
  ["the bot's own message", message, { botOpenId: () => aliceId }, "of-the-bot"],
  ["another's message", message, { botOpenId: () => "ou_bot" }, "take"],
  ["a message before the bot knows itself", message, { botOpenId: () => undefined }, "take"],
  [
    "a reaction before the bot knows itself",
    say.reaction(alice, "om_1", "OK"),
    { botOpenId: () => undefined },
    "bot-unknown",
  ],
  [
    "a stranger's reaction before that",
    say.reaction(alice, "om_1", "OK"),
    { botOpenId: () => undefined, dmPolicy: "allowlist" },
    "not-allowed",
  ],
  ["a reaction when nobody asks who the bot is", say.reaction(alice, "om_1", "OK"), {}, "take"],
  ["a notice", notice, {}, "notice"],
  ["a notice that is asked for", notice, { notices: true }, "take"],
];

test.each(cases)("%s: %#", (_, event, options, verdict) => {
  expect(createPolicy(options)(parseEvent(event))).toBe(verdict);
});
