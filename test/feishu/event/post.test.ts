import { describe, expect, test } from "vitest";
import { isWork, parseEvent, textOf } from "../../../src/feishu/index.ts";
import { mention, message, post } from "../../support/feishu/events.ts";

const read = (input: unknown): string | undefined => textOf(parseEvent(input));
const say = (value: string) => ({ tag: "text", text: value });
const body = (value: string) => ({ title: "", content: [[say(value)]] });

describe("textOf a post", () => {
  test("is its title and paragraphs, one line each", () => {
    const content = [
      [say("see "), say("below")],
      [],
      [{ tag: "code_block", language: "SQL", text: "SELECT 1" }],
    ];
    expect(read(post({ title: "Today", content }))).toBe("Today\nsee below\n\nSELECT 1");
    expect(read(post({ title: "Today", content: [] }))).toBe("Today");
  });

  test("leaves out the bot it is addressed to", () => {
    const mentions = [mention(1, "helper", { mentioned_type: "bot" })];
    const at = { tag: "at", user_id: "@_user_1", user_name: "helper", style: [] };
    expect(read(post({ title: "", content: [[at, say(" /new")]] }, { mentions }))).toBe("/new");
  });

  test("names people, also where no mention explains them", () => {
    const at = (user_id: string, user_name?: string) => [{ tag: "at", user_id, user_name }];
    const content = [at("@_user_2", "Li Na"), at("ou_3", "Wang"), at("all")];
    expect(read(post({ content }, { mentions: [mention(2, "Li Na")] }))).toBe("@Li Na\n@Wang\n@all");
  });

  test.each([
    ["a link with where it goes", { tag: "a", text: "the plan", href: "https://a.example" }, "the plan (https://a.example)"],
    ["a bare link once", { tag: "a", text: "https://a.example", href: "https://a.example" }, "https://a.example"],
    ["a link without a text", { tag: "a", href: "https://a.example" }, "https://a.example"],
    ["a picture's mark", { tag: "img", image_key: "img_1" }, "[image]"],
    ["a video's mark", { tag: "media", file_key: "file_1", image_key: "img_1" }, "[video]"],
    ["a file's mark", { tag: "file", file_key: "file_1" }, "[file]"],
    ["an emoji by its name", { tag: "emotion", emoji_type: "SMILE" }, "[SMILE]"],
    ["what it does not know by its text", { tag: "of_tomorrow", text: "hi" }, "hi"],
    ["what it does not know by its file", { tag: "of_tomorrow", file_key: "file_1" }, "[file]"],
  ])("has %s", (_, element, text) => {
    expect(read(post({ content: [[element]] }))).toBe(text);
    expect(read(post({ content: [[say("before "), element], [say("after")]] }))).toBe(`before ${text}\nafter`);
  }); // biome-ignore format: a table
});

const li = { tag: "at", user_id: "ou_li", user_name: "Li" };

describe("of a post in an odd form nothing is lost", () => {
  test.each([
    ["one list of elements", { content: [say("a"), say("b")] }, "ab"],
    ["nothing but the elements", [[say("a")], [say("b")]], "a\nb"],
    ["only a text", { content: "a" }, "a"],
    ["a text among the elements", { content: [["a", say("b")]] }, "ab"],
    ["null among the elements", { content: [[null, say("a")]] }, "a"],
    ["a number among the elements", { content: [[7, say("a")]] }, "a"],
    ["an element that says nothing", { content: [[{}, { tag: "hr" }, say("a")]] }, "a"],
    ["a text that is none", { content: [[{ tag: "text", text: 7 }, say("a")]] }, "a"],
    ["a list among the elements", { content: [[[say("a")], [[say("b")]]]] }, "ab"],
    ["null among the paragraphs", { content: [[say("a")], null, [say("b")]] }, "a\n\nb"],
    ["an element among the paragraphs", { content: [[say("a")], say("b")] }, "a\nb"],
    ["no content", { title: "a" }, "a"],
    ["a title that is none", { title: 7, content: [[say("a")]] }, "a"],
    ["one language", { zh_cn: body("a") }, "a"],
    ["several languages: the first", { zh_cn: body("/new"), en_us: body("/reset") }, "/new"],
    ["a first language that is empty", { zh_cn: { title: "", content: [] }, en_us: body("a") }, "a"],
    ["a first language of blanks", { zh_cn: body(" \n"), en_us: body("a") }, "a"],
    ["a first language of what nobody sees", { zh_cn: body("\u200b"), en_us: body("a") }, "a"],
    ["a first language that mentions only", { zh_cn: { content: [[li]] }, en_us: { content: [[li, say(" a")]] } }, "@Li a"],
    ["languages that mention only", { zh_cn: { content: [[li]] }, en_us: { content: [[li]] } }, "@Li"],
    ["a first language that is null", { zh_cn: null, en_us: body("a") }, "a"],
    ["a first language of pictures", { zh_cn: { content: [[{ tag: "img", image_key: "img_1" }]] }, en_us: body("a") }, "[image]"],
    ["a language that is a list", { zh_cn: [[say("a")]] }, "a"],
    ["a wrapper around the languages", { post: { zh_cn: body(""), en_us: body("a") } }, "a"],
    ["a wrapper around the post", { post: body("a") }, "a"],
  ])("%s", (_, content, text) => {
    expect(read(post(content))).toBe(text);
  }); // biome-ignore format: a table
});

const endless = "[".repeat(100_000) + "]".repeat(100_000);

describe("what cannot be read has no text, and gets its turn", () => {
  test.each([
    ["nothing in it", {}],
    ["no paragraph", { title: "", content: [] }],
    ["empty languages", { zh_cn: {}, en_us: { title: " ", content: [[say("")]] } }],
    ["a mention of nobody", { content: [[{ tag: "at" }]] }],
    ["only a ruler", { content: [[{ tag: "hr" }]] }],
    ["null", null],
    ["a number", 7],
    ["numbers", { content: [[1, [2]], 3] }],
  ])("%s", (_, content) => {
    const event = parseEvent(post(content));
    expect(textOf(event)).toBeUndefined();
    expect(isWork(event)).toBe(true);
  });

  test.each([
    ["a post that is no JSON", { message_type: "post", content: "{" }],
    ["a post of lists in lists", { message_type: "post", content: `{"content":${endless}}` }],
    ["a text that is no JSON", { message_type: "text", content: "hello" }],
    ["a text without its text", { message_type: "text", content: "{}" }],
    ["a picture that is no JSON", { message_type: "image", content: "x" }],
    ["a type of tomorrow", { message_type: "of_tomorrow", content: "" }],
  ])("%s", (_, fields) => {
    const event = parseEvent(message(fields));
    expect(textOf(event)).toBeUndefined();
    expect(isWork(event)).toBe(true);
  });
});
