import { expect, test } from "vitest";
import { contentKindOf, parseEvent } from "../../../src/feishu/index.ts";
import { questionOf } from "../../../src/gateway/agents/openai/question.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { turnOf } from "../../support/gateway/agents.ts";

const file = { kind: "file", fileKey: "file_1", fileName: "a.pdf" };
const sound = { kind: "audio", fileKey: "file_2", durationMs: 2400 };
const picture = { kind: "image", imageKey: "img_1" };
const quote = { messageId: "om_1", kind: "text", text: "one\ntwo", files: [] };

test.each<[string, object, string]>([
  ["a text", { text: "hi" }, "hi"],
  ["a picture", { kind: "image", text: undefined, files: [picture] }, "[image img_1]"],
  ["a file", { kind: "file", text: undefined, files: [file] }, "[file a.pdf file_1]"],
  ["a sound", { kind: "audio", text: undefined, files: [sound] }, "[audio 2 s file_2]"],
  ["a post with a picture", { kind: "post", text: "see", files: [picture] }, "see\n[image img_1]"],
  ["a post that says where its picture is", { text: "[x img_1] see", files: [picture] }, "[x img_1] see"],
  ["a post of a picture alone", { kind: "post", text: "", files: [picture] }, "[image img_1]"],
  ["what holds nothing that is known", { kind: "vote", text: undefined, files: [] }, "[vote]"],
  ["nothing but white space", { kind: "text", text: " \n" }, "[text]"],
  ["nothing that is seen", { kind: "text", text: "\u200b\ufeff" }, "[text]"],
  ["a quote", { text: "this?", quote }, "> one\n> two\n\nthis?"],
  ["a quote that was cut", { text: "?", quote: { ...quote, isCut: true } }, "> one\n> two […]\n\n?"],
  [
    "a picture that is quoted",
    { text: "?", quote: { messageId: "om_1", kind: "image", files: [picture] } },
    "> [image img_1]\n\n?",
  ],
  [
    "a quote that cannot be read",
    { text: "?", quote: { messageId: "om_1", problem: "recalled" } },
    "> [a message that cannot be read: recalled]\n\n?",
  ],
])("a model is asked about %s", (_, more, question) => {
  expect(questionOf({ ...turnOf("x"), ...more })).toBe(question);
});

test("a quote that the conversation has is not said again", () => {
  const before = [{ content: "> one\n> two\n\nthis?" }];
  expect(questionOf(turnOf("and now?", { quote }), before)).toBe("and now?");
  expect(questionOf(turnOf("and now?", { quote }), [{ content: "> one\n> two more" }])).toContain("> two");
});

const value = { answer: "yes" };
const say = new EventMaker();
const press = say.cardAction({ user: "alice" }, "om_card", value);
const form = { ...press.event, action: { tag: "button", name: "send", form_value: { date: "2026-09-01" } } };
const thumb = say.reaction({ user: "alice" }, "om_1", "THUMBSUP");

test.each<[string, object, string]>([
  ["a press on a card", press, '[The user used a card: {"value":{"answer":"yes"}}]'],
  [
    "a form of a card",
    { ...press, event: form },
    '[The user used a card: {"name":"send","form_value":{"date":"2026-09-01"}}]',
  ],
  [
    "an entry of the menu",
    say.menu({ user: "alice" }, "daily"),
    "[The user chose from the bot's menu: daily]",
  ],
  ["a reaction", thumb, "[The user reacted to a message: THUMBSUP]"],
  [
    "a reaction that was taken back",
    { ...thumb, header: { ...thumb.header, event_type: "im.message.reaction.deleted_v1" } },
    "[The user took a reaction back: THUMBSUP]",
  ],
])("a model is told of %s", (_, body, question) => {
  const event = parseEvent(body);
  const { text: _text, ...turn } = turnOf("x", { kind: contentKindOf(event), message: event });
  expect(questionOf(turn)).toBe(question);
  expect(questionOf({ ...turn, text: "/approve 17" })).toBe("/approve 17");
});

test("a model is told the beginning of a form that does not end", () => {
  const event = parseEvent(say.cardAction({ user: "alice" }, "om_card", { text: "x".repeat(100_000) }));
  const { text: _, ...turn } = turnOf("x", { kind: "cardAction", message: event });
  expect(questionOf(turn).length).toBeLessThan(4100);
});
