import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/event/parse.ts";
import { createPolicy, type PolicyOptions } from "../../../src/feishu/policy/policy.ts";
import { EventMaker, feishuId, type Speaker } from "../../../src/stand-in/index.ts";
import { override } from "../../support/stand-in/override.ts";

const say = new EventMaker();
const team: Speaker = { user: "alice", chat: "team", chatType: "group" };
const bot: Speaker = { ...team, user: "other bot", senderType: "app" };
const us = feishuId("ou", "us");
const allowed: PolicyOptions = {
  ...{ allowBots: true, botOpenId: () => us, groupPolicy: "open", requireMention: false },
};

/** What Feishu calls a bot in newer events. */
function newly(speaker: Speaker) {
  const made = say.text(speaker, "hi");
  return override(made, { sender: { ...made.event.sender, sender_type: "bot" } });
}

const cases: Array<[string, object, PolicyOptions, string]> = [
  ["another bot's message", say.text(bot, "hi"), { ...allowed, allowBots: false }, "of-an-app"],
  ["another bot's message by default", say.text(bot, "hi"), {}, "of-an-app"],
  ["another bot's message where they are allowed", say.text(bot, "hi"), allowed, "take"],
  ["a bot's in the newer word", newly(bot), allowed, "take"],
  ["a bot's in the newer word by default", newly(bot), {}, "of-an-app"],
  ["one that need not be told from the bot's", say.text(bot, "hi"), { allowBots: true }, "of-an-app"],
  ["one before the bot knows itself", newly(bot), { ...allowed, botOpenId: () => undefined }, "bot-unknown"],
  ["the bot's own", newly({ ...bot, user: "us" }), allowed, "of-the-bot"],
  ["one without a mention", newly(bot), { ...allowed, requireMention: true }, "not-mentioned"],
  [
    "one of no group that is allowed",
    newly(bot),
    { ...allowed, groupPolicy: "allowlist" },
    "group-not-allowed",
  ],
  [
    "one of nobody who is listed",
    newly(bot),
    { ...allowed, groupSenderAllowFrom: ["ou_somebody"] },
    "not-allowed",
  ],
];

test.each(cases)("%s", (_, event, options, verdict) => {
  expect(createPolicy(options)(parseEvent(event))).toBe(verdict);
});

test("bots get so many turns in a row, until a person does something in the chat", () => {
  const judge = createPolicy({ ...allowed, maxBotTurns: 2 });
  const verdict = (event: object) => judge(parseEvent(event));
  const [one, two, three] = [say.text(bot, "1"), newly({ ...bot, user: "third bot" }), say.text(bot, "3")];
  expect([one, two, three].map(verdict)).toEqual(["take", "take", "too-many-of-bots"]);
  // What Feishu delivers again is no further one.
  expect([one, two].map(verdict)).toEqual(["take", "take"]);
  expect(verdict(say.text({ ...bot, chat: "elsewhere" }, "hi"))).toBe("take");
  expect(verdict(say.text(team, "stop that"))).toBe("take");
  expect(verdict(three)).toBe("take");
});

test("a person who is not answered interrupts them all the same", () => {
  const judge = createPolicy({
    ...allowed,
    requireMention: true,
    groups: { "*": { requireMention: true } },
    maxBotTurns: 1,
  });
  const mentions = [{ key: "@_user_1", id: { open_id: us }, name: "Us" }];
  const asked = () => {
    const made = say.text(bot, "@_user_1 hi");
    return parseEvent(override(made, { message: { ...made.event.message, mentions } }));
  };
  expect([asked(), asked()].map(judge)).toEqual(["take", "too-many-of-bots"]);
  expect(judge(parseEvent(say.text(team, "lunch anyone?")))).toBe("not-mentioned");
  expect(judge(asked())).toBe("take");
});

test("what the bot itself has said is nobody's interruption when it is pushed back as if a person had said it", () => {
  const own = new Set<string>();
  const judge = createPolicy({ ...allowed, maxBotTurns: 2, isOwn: (id) => own.has(id) });
  const verdicts = Array.from({ length: 4 }, () => {
    const verdict = judge(parseEvent(say.text(bot, "hi")));
    const echo = say.text(team, "re: hi");
    own.add(echo.event.message.message_id);
    return [verdict, judge(parseEvent(echo))];
  });
  expect(verdicts).toEqual([
    ["take", "of-the-bot"],
    ["take", "of-the-bot"],
    ["too-many-of-bots", "of-the-bot"],
    ["too-many-of-bots", "of-the-bot"],
  ]);
});

test("five in a row are the default", () => {
  const judge = createPolicy(allowed);
  const verdicts = Array.from({ length: 7 }, () => judge(parseEvent(say.text(bot, "hi"))));
  expect(verdicts.filter((it) => it === "take")).toHaveLength(5);
});
