import { describe, expect, test } from "vitest";
import type { MessageEvent } from "../../../src/feishu/index.ts";
import { type MentionOptions, mentionsBot, parseEvent, textOf } from "../../../src/feishu/index.ts";
import { mention, oldMessage, post, text } from "../../support/feishu/events.ts";

const BOT = "ou_bot";
const person = { id: { open_id: "ou_li", user_id: "4fb2a6d1", union_id: "on_li" }, mentioned_type: "user" };
const guest = { id: { open_id: "ou_guest", user_id: "", union_id: "on_guest" }, mentioned_type: "user" };
const other = { id: { open_id: "ou_other", user_id: "", union_id: "" }, mentioned_type: "bot" };
const mentions = [
  mention(1, "Our Bot", { id: { open_id: BOT, user_id: "", union_id: "" }, mentioned_type: "bot" }),
  mention(2, "Li Na", person),
  mention(3, "Guest", guest),
  mention(4, "Other Bot", other),
];
/** As older events are: they do not say what is mentioned. */
const untyped = mentions.map(({ mentioned_type: _, ...rest }: Record<string, unknown>) => rest);

const known = { botOpenId: BOT };
const all = { botOpenId: BOT, respondToMentionAll: true };

function messageOf(said: string, of: readonly object[]): MessageEvent {
  const used = of.filter((it) => said.includes(`${Object(it).key}`));
  return parseEvent(text(said, { chat_type: "group", mentions: used })) as MessageEvent;
}

// What Feishu sends, what is read of it, and whether the bot is mentioned.
const rows: Array<[string, string, boolean]> = [
  ["hello", "hello", false],
  ["@_user_1 /stop", "/stop", true],
  ["@_user_1/stop", "/stop", true],
  ["  @_user_1\u00a0@_user_1\n/new", "/new", true],
  ["停止 @_user_1", "停止", true],
  ["停止@_user_1", "停止", true],
  ["/new @_user_1 hello", "/new hello", true],
  ["please @_user_1 stop", "please stop", true],
  ["ask @_user_1, not @_user_2", "ask, not @Li Na", true],
  ["你好@_user_1 停止", "你好 停止", true],
  ["@_user_1，停止", "停止", true],
  ["@_user_1, /new", "/new", true],
  ["@_user_1 ： /stop", "/stop", true],
  ["@_user_1: stop", "stop", true],
  ["@_user_1 @_user_1, stop", "stop", true],
  ["@_user_1 :)", ":)", true],
  ["@_user_1 ... stop", "... stop", true],
  ["@_user_2, /stop", "@Li Na, /stop", false],
  ["@_user_1", "", true],
  ["@_user_2 /stop", "@Li Na /stop", false],
  ["@_user_3 /new", "@Guest /new", false],
  ["@_user_3 is on leave", "@Guest is on leave", false],
  ["@_user_4 /stop", "@Other Bot /stop", false],
  ["/stop @_user_4", "/stop @Other Bot", false],
  ["@_user_1 @_user_2 /stop", "@Li Na /stop", true],
  ["@_user_2 @_user_1 /stop", "@Li Na /stop", true],
  ["@_user_4 @_user_1 /stop", "@Other Bot /stop", true],
  ["@_all stop", "@all stop", false],
  ["@_all 停止", "@所有人 停止", false],
  ["hello @_all", "hello @all", false],
  ["@_user_1 @_all stop", "@all stop", true],
];

describe.each([
  ["that says what is mentioned", mentions],
  ["that does not", untyped],
])("in an event %s, and the bot knows itself,", (_, of) => {
  test.each(rows)("%j is read as %j; the bot is mentioned: %j", (said, read, isMentioned) => {
    const event = messageOf(said, of);
    expect(textOf(event, known)).toBe(read);
    expect(mentionsBot(event, known)).toBe(isMentioned);
  });
});

describe("everybody", () => {
  const named = [{ key: "@_all", id: { open_id: "", user_id: "", union_id: "" }, name: "所有人" }];

  test("is called as Feishu names them", () => {
    expect(textOf(messageOf("@_all hi", named), known)).toBe("@所有人 hi");
  });

  const ways: Array<[string, MentionOptions, readonly object[]]> = [
    ["by option", all, []],
    ["where Feishu explains it", all, named],
    ["in this group", { ...known, groups: { "*": { respondToMentionAll: true } } }, []],
  ];
  test.each(ways)("may count as the bot: %s", (_, options, of) => {
    const event = messageOf("@_all stop", of);
    expect([textOf(event, options), mentionsBot(event, options)]).toEqual(["stop", true]);
  });

  test("does not in a group that says so for itself", () => {
    const event = messageOf("@_all stop", named);
    const options = { ...all, groups: { "*": { respondToMentionAll: false } } };
    expect([textOf(event, options), mentionsBot(event, options)]).toEqual(["@所有人 stop", false]);
  });
});

describe("as long as nobody says who the bot is", () => {
  test.each([
    ["the only bot that is mentioned is it", "@_user_1 /new @_user_2", mentions, "/new @Li Na", true],
    ["none of two bots is", "@_user_1 @_user_4 /new", mentions, "@Our Bot @Other Bot /new", false],
    ["a guest is not", "@_user_3 /new", mentions, "@Guest /new", false],
    ["a guest is not in older events", "@_user_3 /new", untyped, "@Guest /new", false],
    ["nobody is in older events", "@_user_1 /new", untyped, "@Our Bot /new", false],
  ])("%s", (_, said, of, read, isMentioned) => {
    const event = messageOf(said, of);
    expect([textOf(event), mentionsBot(event)]).toEqual([read, isMentioned]);
    const blank = { botOpenId: "" };
    expect([textOf(event, blank), mentionsBot(event, blank)]).toEqual([read, isMentioned]);
  });
});

describe("a post", () => {
  const at = (user_id: string, user_name = "") => ({ tag: "at", user_id, user_name });
  const said = { tag: "text", text: " /new " };
  const read = (content: object[][], of: readonly object[] = []) => {
    const event = parseEvent(post({ title: "", content }, { mentions: of })) as MessageEvent;
    return [textOf(event, known), mentionsBot(event, known)];
  };

  test.each([
    ["by its key", [[at("@_user_1"), said]], mentions, ["/new ", true]],
    ["by its id", [[at(BOT, "Our Bot"), said]], [], ["/new ", true]],
    ["at its end", [[said, at(BOT, "Our Bot")]], [], [" /new", true]],
    ["not, but everybody", [[at("all"), said]], [], ["@all /new ", false]],
    ["not, but somebody else", [[at("ou_li", "Li Na"), said]], [], ["@Li Na /new ", false]],
  ])("may mention the bot %s", (_, content, of, expected) => {
    expect(read(content, of.slice(0, 1))).toEqual(expected);
  });
});

test("an old event says itself that the bot is mentioned", () => {
  const event = parseEvent(oldMessage()) as MessageEvent;
  expect([textOf(event, known), mentionsBot(event, known)]).toEqual([" /new", true]);
  const others = oldMessage({
    is_mention: false,
    text_without_at_bot: '<at open_id="ou_bot">@bot</at> /new',
  });
  expect(mentionsBot(parseEvent(others) as MessageEvent, known)).toBe(false);
});
