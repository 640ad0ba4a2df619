import { describe, expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { Disguise } from "../../../src/gateway/record/disguise.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

const say = new EventMaker({ now: () => 1_748_000_000_000 });
const alice = { user: "alice" };

/** What somebody would not want to see in a fixture, in the forms in which it got through once. */
const SECRETS = [
  "zhang_sanfeng",
  "salary-john-doe-2026.pdf",
  "bob_smithson@corp.com",
  "/P4ssw0rd-of-Bob",
  "om_private word",
  "13800138000",
  "@_user_13800138000",
  "sk-proj-abcdefghijkl",
  "text",
  "hunter2 was it",
];
const NUMBERS = [13800138000, 482915, 39.90712, -116.39136, 1e21];

/** Everything that is secret, at every kind of place: as values, as keys, deep, and under Feishu's own words. */
function hoard(): Record<string, unknown> {
  const words =
    "schema tag host style language text title content user_id key emoji_type event_type timestamp";
  return {
    list: [...SECRETS, ...NUMBERS],
    ...Object.fromEntries(SECRETS.map((secret) => [secret, { [secret]: secret }])),
    ...Object.fromEntries(words.split(" ").map((word) => [word, `hidden-${word}`])),
    deep: Object.fromEntries(words.split(" ").map((word) => [word, [[{ [word]: `hidden-${word}` }]]])),
    numbers: Object.fromEntries(NUMBERS.map((number) => [`pin-${number}`, number])),
  };
}

/** An event with the hoard laid into every object of it, and into what is JSON within. */
function stuffed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(stuffed) as T;
  if (typeof value !== "object" || value === null) return value;
  const inside = Object.entries(value).map(([key, it]) => [
    key,
    key === "content" ? stuffedJson(it) : stuffed(it),
  ]);
  return { ...hoard(), ...Object.fromEntries(inside) } as T;
}

/** A post has to stay one, so there it is laid into its elements alone. */
function stuffedJson(content: unknown): unknown {
  if (typeof content !== "string" || !content.startsWith("{") || /"content":\[\[\]\]/.test(content))
    return content;
  return JSON.stringify(stuffed(JSON.parse(content)));
}

const events = {
  text: say.text(alice, SECRETS.join(" ")),
  command: say.text(alice, "/new /P4ssw0rd-of-Bob 13800138000"),
  "slash word": say.text(alice, "/P4ssw0rd-of-Bob"),
  "mention with a number": say.text(alice, "@_user_13800138000 hi @_user_13800138000"),
  post: say.message(alice, "post", {
    title: "zhang_sanfeng",
    content: [
      [{ tag: "text", text: "bob_smithson@corp.com", style: ["zhang_sanfeng"] }],
      [{ tag: "zhang_sanfeng" }],
    ],
  }),
  "post by language": say.message(alice, "post", { zhang_sanfeng: { title: "13800138000", content: [[]] } }),
  file: say.message(alice, "file", { file_key: "file_v3_key", file_name: "salary-john-doe-2026.pdf" }),
  place: say.message(alice, "location", {
    name: "zhang_sanfeng",
    longitude: -116.39136,
    latitude: "39.90712",
  }),
  "a type nobody knows": say.message(alice, "zhang_sanfeng", { zhang_sanfeng: 482915 }),
  "content that is a text": overrideMessage(say.message(alice, "image", {}), { content: '"13800138000"' }),
  "content that is a number": overrideMessage(say.message(alice, "image", {}), { content: "13800138000" }),
  forward: overrideMessage(say.message(alice, "merge_forward", {}), { content: "zhang_sanfeng" }),
  reaction: say.reaction(alice, "om_zhang_sanfeng", "zhang_sanfeng"),
  "card action": say.cardAction(alice, "om_1234567", hoard()),
  menu: say.menu(alice, "/P4ssw0rd-of-Bob"),
};

describe.each(Object.entries(events))("of a %s", (_, event) => {
  test.each([
    ["as it comes", event],
    ["with secrets in every object", stuffed(event)],
  ])("nothing gets through %s, and it is an event still", (_how, it) => {
    const disguised = new Disguise().event(parseEvent(it));
    const text = JSON.stringify(disguised).replaceAll("\\", "");
    // A word of our own: text-1, text-2, …
    for (const secret of SECRETS.filter((secret) => secret !== "text")) expect(text).not.toContain(secret);
    for (const part of [
      "zhang",
      "sanfeng",
      "salary",
      "john",
      "bob",
      "smithson",
      "P4ssw0rd",
      "sk-proj",
      "hidden-",
    ])
      expect(text).not.toContain(part);
    for (const number of ["13800138000", "482915", "39.907", "116.391", "1e+21", "pin-"])
      expect(text).not.toContain(number);
    expect(parseEvent(disguised).header.event_type).toBe(event.header.event_type);
  });
});

const numbersOfOthers = [
  "13800138000",
  "2025550123",
  "4111111111111111",
  "2223003122003222",
  "5555555555554444",
];

test.each(numbersOfOthers)("times that are none are not kept: %s", (number) => {
  const event = overrideMessage(say.text(alice, "hi"), { create_time: number, update_time: Number(number) });
  const disguised = parseEvent(new Disguise().event(parseEvent(event)));
  expect(JSON.stringify(disguised)).not.toContain(number);
});
