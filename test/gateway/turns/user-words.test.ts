import { expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { UserWords } from "../../../src/gateway/turns/user-words.ts";
import { mention, message, post, text } from "../../support/feishu/events.ts";

const picture = message({ message_type: "image", content: '{"image_key":"img_1"}' });
const inGroup = { chat_type: "group", mentions: [mention(1, "My Bot", { mentioned_type: "bot" })] };
const image = [[{ tag: "img", image_key: "img_1" }]];

/** In which language a picture is answered behind these messages. */
function languageAfter(...events: object[]): string {
  const words = new UserWords();
  for (const event of events) words.hear(parseEvent(event));
  return words.say(parseEvent(picture), "stopped") === "Stopped." ? "en" : "zh";
}

test.each([
  ["a command", text("/status")],
  ["a command in full width", text("／status")],
  ["a command behind what nobody sees", text("\u200b/status")],
  ["a command to the bot in a group", text("@_user_1 /status", inGroup)],
  ["a command behind the bot's name, which nobody tells", text("@_user_1 /status", { chat_type: "group" })],
  ["a post of a picture", post({ title: "", content: image })],
  ["a post of an emoji", post({ content: [[{ tag: "emotion", emoji_type: "SMILE" }]] })],
  ["a number", text("7")],
  ["a mention", text("@_user_1", inGroup)],
  ["a mention in a post", post({ content: [[{ tag: "at", user_id: "ou_tom", user_name: "Tom" }]] })],
  ["a picture", picture],
])("%s does not say in which language its person speaks", (_, event) => {
  expect(languageAfter(text("你好"), event)).toBe("zh");
});

test.each([
  ["a text", text("hello")],
  ["a post's title", post({ title: "hello", content: image })],
  [
    "a post's first language that says something",
    post({ zh_cn: { content: image }, en_us: { title: "hello" } }),
  ],
  ["a text behind somebody's name", text("@_user_1 hello", { mentions: [mention(1, "李雷")] })],
])("%s does", (_, event) => {
  expect(languageAfter(text("你好"), event)).toBe("en");
});
