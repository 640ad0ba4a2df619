import { expect, test } from "vitest";
import { parseEvent, type TextOptions, textOf, toDispatch } from "../../../src/feishu/index.ts";
import { cardAction, menu, USER } from "../../support/feishu/events.ts";

const card = (value: unknown) => cardAction({ action: { tag: "button", value } });
const entry = (event_key: string) => menu({ event_key });
const options = { cardCommand: "command", menuCommands: { stop_key: "/stop", blank: " " } };

const rows: Array<[string, object, TextOptions, string | undefined]> = [
  ["a card's value by the key that was named", card({ command: "/approve 17" }), options, "/approve 17"],
  ["no other key", card({ text: "/stop" }), options, undefined],
  ["no key that was not named", card({ command: "/stop" }), {}, undefined],
  ["no key of every object", card({}), { cardCommand: "constructor" }, undefined],
  ["nothing deeper", card({ command: { command: "/stop" } }), options, undefined],
  ["no number", card({ command: 17 }), options, undefined],
  ["nothing empty", card({ command: " " }), options, undefined],
  ["nothing of a value that is a text", card("/stop"), options, undefined],
  ["nothing of a card without a value", card(undefined), options, undefined],
  ["a menu's entry by the text for its key", entry("stop_key"), options, "/stop"],
  ["no entry that has none", entry("daily_summary"), options, undefined],
  ["no key that happens to be a command", entry("/new"), options, undefined],
  ["no entry that was named like what every object has", entry("toString"), options, undefined],
  ["nothing empty of a menu", entry("blank"), options, undefined],
];

test.each(rows)("a press says %s", (_, event, reading, text) => {
  expect(textOf(parseEvent(event), reading)).toBe(text);
});

test("a menu's entry may answer a question where it says something, and only there", () => {
  const senders = ["stop_key", "daily_summary"].map(
    (key) => toDispatch(parseEvent(entry(key)), options).sender,
  );
  expect(senders).toEqual([USER, undefined]);
});
