import { describe, expect, test } from "vitest";
import { complaint } from "../../support/feishu/complaint.ts";
import {
  cardAction,
  envelope,
  menu,
  message,
  oldMessage,
  reaction,
  text,
} from "../../support/feishu/events.ts";

describe("parseEvent", () => {
  const ID = "an id of up to 256 printable characters";
  const TIME = "a time as a string of decimal digits";
  const PERSON = "an object with open_id, user_id or union_id";
  test.each([
    ["nothing", undefined, "the event: expected an object, got nothing"],
    ["null", null, "the event: expected an object, got null"],
    ["text", "{}", "the event: expected an object, got a string"],
    ["a list", [], "the event: expected an object, got a list"],
    ["no schema", { ...message(), schema: undefined }, 'schema: expected "2.0", got nothing'],
    ["schema 1.0", { ...message(), schema: "1.0" }, 'schema: expected "2.0", got a string'],
    ["no header", { ...message(), header: undefined }, "header: expected an object, got nothing"],
    [
      "no type",
      message({}, { event_type: 7 }),
      "header.event_type: expected the type of an event, got a number",
    ],
    ["no event id", message({}, { event_id: "" }), `header.event_id: expected ${ID}, got an empty string`],
    ["a blank in an id", message({}, { event_id: "a b" }), `header.event_id: expected ${ID}, got a string`],
    [
      "an endless id",
      message({ chat_id: "o".repeat(257) }),
      `event.message.chat_id: expected ${ID}, got a string`,
    ],
    [
      "a numeric time",
      message({ create_time: 1 }),
      `event.message.create_time: expected ${TIME}, got a number`,
    ],
    [
      "a date",
      message({}, { create_time: "2026-05-23" }),
      `header.create_time: expected ${TIME}, got a string`,
    ],
    [
      "a negative time",
      message({ create_time: "-1" }),
      `event.message.create_time: expected ${TIME}, got a string`,
    ],
    ["no body", { ...message(), event: null }, "event: expected an object, got null"],
    [
      "no message",
      envelope("im.message.receive_v1", { sender: {} }),
      "event.sender.sender_type: expected a text, got nothing",
    ],
    [
      "no message id",
      message({ message_id: undefined }),
      `event.message.message_id: expected ${ID}, got nothing`,
    ],
    [
      "another chat",
      message({ chat_type: "dm" }),
      'event.message.chat_type: expected "p2p" or "group", got a string',
    ],
    [
      "parsed content",
      message({ content: { text: "x" } }),
      "event.message.content: expected JSON in a string, got an object",
    ],
    [
      "a mention without key",
      text("x", { mentions: [{ id: {} }] }),
      "event.message.mentions[0].key: expected a text such as @_user_1, got nothing",
    ],
    ["nobody reacted", reaction({ user_id: {} }), `event.user_id: expected ${PERSON}, got an object`],
    [
      "no emoji",
      reaction({ reaction_type: {} }),
      "event.reaction_type.emoji_type: expected a text, got nothing",
    ],
    [
      "nobody acted",
      cardAction({ operator: { open_id: "" } }),
      `event.operator: expected ${PERSON}, got an object`,
    ],
    ["no action", cardAction({ action: "x" }), "event.action: expected an object, got a string"],
    ["no menu entry", menu({ event_key: "" }), "event.event_key: expected a text, got an empty string"],
    ["a menu's time", menu({ timestamp: 1.5 }), "event.timestamp: expected a time in seconds, got a number"],
    [
      "an old event of nobody",
      oldMessage({ open_id: "", employee_id: "", union_id: "" }),
      `event.sender.sender_id: expected ${PERSON}, got an object`,
    ],
  ])("refuses %s", (_name, input, expected) => {
    expect(complaint(input)).toBe(`ERR_INVALID_EVENT: ${expected}`);
  });
});
