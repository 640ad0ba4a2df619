import { describe, expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { createPolicy, type PolicyOptions } from "../../../src/feishu/policy/policy.ts";
import { EventMaker, feishuId } from "../../../src/stand-in/index.ts";
import { override, overrideMessage } from "../../support/stand-in/override.ts";

const say = new EventMaker();
const team = feishuId("oc", "team");
const alice = { user: "alice", chat: "team", chatType: "group" as const };
const aliceId = feishuId("ou", "alice");
const BOT = "ou_bot";
const known = { botOpenId: () => BOT, isOwn: (id: string) => id === "om_1" };
const bot = { key: "@_user_1", id: { open_id: BOT }, name: "Bot" };
const other = { key: "@_user_1", id: { open_id: "ou_other", user_id: "" }, name: "Other Bot" };

const lunch = say.text(alice, "lunch anyone?");
const asked = overrideMessage(say.text(alice, "@_user_1 hi"), { mentions: [bot] });
const askedOther = overrideMessage(say.text(alice, "@_user_1 hi"), { mentions: [other] });
const askedAll = say.text(alice, "@_all hi");
const inTopics = overrideMessage(asked, { chat_type: "topic_group" });
const click = override(say.cardAction(alice, "om_1", {}), { chat_type: "group" });
const reaction = override(say.reaction(alice, "om_1", "OK"), { chat_type: "group", chat_id: team });

const judged = (event: object, options: PolicyOptions) =>
  createPolicy({ ...known, ...options })(parseEvent(event));

const verdicts: Array<[string, object, PolicyOptions, string]> = [
  ["by default no group", asked, {}, "group-not-allowed"],
  ["no group that is not on the list", asked, { groupAllowFrom: ["oc_other"] }, "group-not-allowed"],
  ["a group on the list", asked, { groupAllowFrom: [team] }, "take"],
  ["in another form", asked, { groupAllowFrom: [` feishu:chat: ${team.toUpperCase()}`] }, "take"],
  ["every group", asked, { groupAllowFrom: ["*"] }, "take"],
  ["a group with an entry", asked, { groups: { [team]: {} } }, "take"],
  ["in another case", asked, { groups: { [team.toUpperCase()]: {} } }, "take"],
  ["not because of the entry for the others", asked, { groups: { "*": {} } }, "group-not-allowed"],
  ["a topic group as any other", inTopics, { groupAllowFrom: [team] }, "take"],
  ["no group when disabled", asked, { groupPolicy: "disabled", groupAllowFrom: [team] }, "group-disabled"],
  ["not a group that is switched off", asked, { groups: { [team]: { enabled: false } } }, "group-disabled"],
  [
    "nor one among the others",
    asked,
    { groupPolicy: "open", groups: { "*": { enabled: false } } },
    "group-disabled",
  ],
  ["a card action there", click, { groupAllowFrom: [team] }, "take"],
  ["no card action elsewhere", click, {}, "group-not-allowed"],
  ["a reaction there", reaction, { groupAllowFrom: [team] }, "take"],
  ["no reaction elsewhere", reaction, {}, "group-not-allowed"],
  ["nobody's DM less for it", say.text({ user: "alice" }, "hi"), { groupPolicy: "disabled" }, "take"],
];

test.each(verdicts)("takes %s", (_, event, options, verdict) => {
  expect(judged(event, options)).toBe(verdict);
});

const here = { groupAllowFrom: [team] };
const mentioned: Array<[string, object, PolicyOptions, string]> = [
  ["nobody, by default", lunch, here, "not-mentioned"],
  ["the bot", asked, here, "take"],
  ["another bot", askedOther, here, "not-mentioned"],
  ["everybody", askedAll, here, "not-mentioned"],
  ["everybody, who count", askedAll, { ...here, respondToMentionAll: true }, "take"],
  ["nobody in an open group", lunch, { groupPolicy: "open" }, "not-mentioned"],
  [
    "nobody in an open group where it need not",
    lunch,
    { groupPolicy: "open", requireMention: false },
    "take",
  ],
  ["nobody where it need not", lunch, { ...here, requireMention: false }, "take"],
  ["nobody in one that need not", lunch, { groups: { [team]: { requireMention: false } } }, "take"],
  ["nobody in any that need not", lunch, { ...here, groups: { "*": { requireMention: false } } }, "take"],
  [
    "nobody in one that has its own entry",
    lunch,
    { groups: { [team]: {}, "*": { requireMention: false } } },
    "not-mentioned",
  ],
];

test.each(mentioned)("a message that mentions %s", (_, event, options, verdict) => {
  expect(judged(event, options)).toBe(verdict);
});

const people: Array<[string, PolicyOptions, string]> = [
  ["everybody by default", here, "take"],
  ["who is on the list", { ...here, groupSenderAllowFrom: [`user:${aliceId}`] }, "take"],
  ["nobody else", { ...here, groupSenderAllowFrom: ["ou_other"] }, "not-allowed"],
  [
    "whom the group names",
    { groups: { [team]: { allowFrom: [aliceId] } }, groupSenderAllowFrom: ["ou_x"] },
    "take",
  ],
  [
    "nobody else there",
    { groups: { [team]: { allowFrom: ["ou_x"] } }, groupSenderAllowFrom: ["*"] },
    "not-allowed",
  ],
  ["whom all groups name where it names nobody", { groups: { [team]: { allowFrom: [] } } }, "take"],
];

test.each(people)("in a group speaks %s", (_, options, verdict) => {
  expect([asked, click, reaction].map((event) => judged(event, options))).toEqual(Array(3).fill(verdict));
});

describe("before the bot knows itself", () => {
  const unknown = { ...here, botOpenId: () => undefined };

  test("what mentions somebody is left for later, and nothing else", () => {
    expect([asked, askedOther, askedAll].map((event) => judged(event, unknown))).toEqual(
      Array(3).fill("bot-unknown"),
    );
    expect(judged(lunch, unknown)).toBe("not-mentioned");
    expect(judged(lunch, { ...unknown, requireMention: false })).toBe("take");
    expect(judged(asked, { ...unknown, groupAllowFrom: [] })).toBe("group-not-allowed");
  });

  test("where nobody asks, Feishu's word is taken", () => {
    const typed = overrideMessage(asked, { mentions: [{ ...bot, mentioned_type: "bot" }] });
    const judge = createPolicy(here);
    expect([typed, asked].map((event) => judge(parseEvent(event)))).toEqual(["take", "not-mentioned"]);
  });
});

test.each([
  [{ groupAllowFrom: ["oc_1", aliceId] }, "groupAllowFrom[1]: expected a chat's id (oc_…)"],
  [{ groupSenderAllowFrom: [team] }, "groupSenderAllowFrom[0]: expected an open id (ou_…)"],
  [{ groups: { "chat:oc_1": {} } }, "groups: expected a chat's id (oc_…) or *"],
  [{ groups: { [team]: { allowFrom: ["a b"] } } }, `groups.${team}.allowFrom[0]: expected an open id`],
])("what matches nothing is refused: %j", (options, message) => {
  expect(() => createPolicy(options)).toThrow(message);
});
