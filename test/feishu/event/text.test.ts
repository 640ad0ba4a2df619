import { describe, expect, test } from "vitest";
import { parseEvent, textOf } from "../../../src/feishu/index.ts";
import { every, mention, menu, text } from "../../support/feishu/events.ts";

const read = (input: unknown): string | undefined => textOf(parseEvent(input));
const bot = mention(1, "helper", { mentioned_type: "bot" });
const person = mention(2, "Li Na", { mentioned_type: "user", id: { open_id: "ou_2", user_id: "4fb2a6d1" } });

describe("textOf a text message", () => {
  test("is the text as it was written", () => {
    expect(read(text(" /new \n"))).toBe(" /new \n");
  });

  test("does not take @_user_10 for @_user_1", () => {
    const mentions = [bot, { ...person, key: "@_user_10" }];
    expect(read(text("@_user_10 hi", { mentions }))).toBe("@Li Na hi");
  });

  test("leaves alone what no mention explains", () => {
    expect(read(text("@_user_1 hi"))).toBe("@_user_1 hi");
    expect(read(text("@_allow hi", { mentions: [bot] }))).toBe("@_allow hi");
    expect(read(text("@_user_2 hi", { mentions: [{ ...person, name: "" }] }))).toBe("@_user_2 hi");
  });
});

describe("textOf a text that is meant to hurt", () => {
  test("does not grow beyond measure by a name of no end", () => {
    const mentions = [{ ...person, name: "x".repeat(100_000) }];
    const attack = "@_user_2 ".repeat(10_000);
    expect(read(text(attack, { mentions }))).toBe(attack);
  });

  test("names everybody as often as it likes", () => {
    expect(read(text("@_all ".repeat(50_000)))).toBe("@all ".repeat(50_000));
  });

  test("takes out any number of mentions", () => {
    const many = "@_user_1 ".repeat(20_000);
    expect(read(text(`${many}/new ${many}`, { mentions: [bot] }))).toBe("/new");
    const blank = " ".repeat(100_000);
    expect(read(text(`a${blank}@_user_1${blank}b`, { mentions: [bot] }))).toBe(`a${blank}b`);
  });
});

describe("textOf anything else", () => {
  test.each(["image", "created", "cardAction", "menu", "read"] as const)("is undefined: %s", (name) => {
    expect(read(every[name])).toBeUndefined();
  });

  test("does not take a menu's key for a command", () => {
    expect(read(menu({ event_key: "/new" }))).toBeUndefined();
  });
});
