import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { createPolicy, type PolicyOptions } from "../../../src/feishu/policy/policy.ts";
import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { override } from "../../support/stand-in/override.ts";

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
  ["a notice", notice, {}, "notice"],
  ["a notice that is asked for", notice, { notices: true }, "take"],
];

test.each(cases)("%s: %#", (_, event, options, verdict) => {
  expect(createPolicy(options)(parseEvent(event))).toBe(verdict);
});

const reaction = say.reaction(alice, "om_1", "OK");
const takenBack = override(reaction, {}, { event_type: "im.message.reaction.deleted_v1" });
const own = { isOwn: () => true };
const all = { reactions: "all" } as const;
const unknownBot = { botOpenId: () => undefined };

const reactions: Array<[string, object, PolicyOptions, string]> = [
  ["to the bot's message", reaction, own, "take"],
  ["to somebody else's", reaction, { isOwn: () => false }, "reaction-unwanted"],
  ["to nobody knows whose", reaction, { isOwn: () => undefined }, "author-unknown"],
  ["where nobody can know whose", reaction, {}, "reaction-unwanted"],
  ["taken back from the bot's message", takenBack, own, "reaction-unwanted"],
  ["when all are wanted", reaction, { ...all, isOwn: () => false }, "take"],
  ["taken back when all are wanted", takenBack, all, "take"],
  ["when none is wanted", reaction, { ...own, reactions: "off" }, "reaction-unwanted"],
  ["of an app", reactionOfApp, { ...own, ...all }, "of-an-app"],
  ["of the bot", reaction, { ...own, botOpenId: () => aliceId }, "of-the-bot"],
  ["before the bot knows itself", reaction, { ...own, ...unknownBot }, "bot-unknown"],
  ["that is unwanted, before that", reaction, { isOwn: () => false, ...unknownBot }, "reaction-unwanted"],
];

test.each(reactions)("a reaction %s", (_, event, options, verdict) => {
  const everywhere = { groupPolicy: "open", ...options } as const;
  expect(createPolicy(everywhere)(parseEvent(event))).toBe(verdict);
});

const listed: PolicyOptions = { ...own, dmPolicy: "allowlist", groupPolicy: "open" };
const closed: PolicyOptions = { ...own, dmPolicy: "disabled", groupPolicy: "open" };
const card = say.cardAction(alice, "om_1", {});
const nowhere = override(card, { context: undefined });

const places: Array<[string, object, PolicyOptions, string]> = [
  ["a stranger's reaction in a DM", inA("p2p", reaction), listed, "not-allowed"],
  ["a stranger's reaction in a group", inA("group", reaction), listed, "take"],
  ["a stranger's reaction nobody knows where", reaction, listed, "place-unknown"],
  ["a stranger's click in a DM", inA("p2p", card), listed, "not-allowed"],
  ["a stranger's click in a group", inA("group", card), listed, "take"],
  ["a stranger's click nobody knows where", card, listed, "place-unknown"],
  ["a listed user's click nobody knows where", card, { ...listed, allowFrom: [aliceId] }, "take"],
  ["a stranger's click on a card in no chat", nowhere, listed, "not-allowed"],
  ["a click in a DM when those are disabled", inA("p2p", card), closed, "dm-disabled"],
  ["a click nobody knows where when DMs are disabled", card, closed, "place-unknown"],
  ["a click in a DM by default", inA("p2p", card), {}, "take"],
  ["a click in a group by default", inA("group", card), {}, "group-not-allowed"],
  ["a click nobody knows where by default", card, {}, "place-unknown"],
  ["a menu when DMs are disabled", say.menu(alice, "help"), closed, "dm-disabled"],
];

test.each(places)("%s", (_, event, options, verdict) => {
  expect(createPolicy(options)(parseEvent(event))).toBe(verdict);
});

test.each([
  { dmPolicy: "opne" },
  { groupPolicy: "opne" },
  { reactions: "al" },
  { maxBotTurns: 0 },
  { maxBotTurns: Number.NaN },
])("what is no policy is refused by its name: %j", (options) => {
  expect(() => createPolicy(options as PolicyOptions)).toThrow(
    expect.objectContaining({
      code: "ERR_INVALID_OPTION",
      message: expect.stringContaining(`${Object.keys(options)[0]}: expected`),
    }),
  );
});

function inA<E extends { header: object; event: object }>(chat_type: "p2p" | "group", event: E) {
  return override(event, { chat_id: "oc_1", chat_type });
}
