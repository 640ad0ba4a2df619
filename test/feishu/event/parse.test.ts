import { describe, expect, test } from "vitest";
import { parseEvent } from "../../../src/feishu/index.ts";
import { complaint } from "../../support/feishu/complaint.ts";
import { envelope, every, menu, message, oldMessage, text } from "../../support/feishu/events.ts";

describe("parseEvent", () => {
  test.each(Object.entries(every))("accepts %s", (_name, event) => {
    expect(parseEvent(event).schema).toBe("2.0");
  });

  test("keeps keys it does not know, at every level", () => {
    const event = { ...message({ user_agent: "Lark/7.60" }), extra: [1] };
    expect(parseEvent(event)).toEqual(event);
  });

  test("is not changed by what happens to its input afterwards", () => {
    const input = text("before");
    const event = parseEvent(input);
    input.header.event_id = "changed";
    expect(event.header.event_id).not.toBe("changed");
  });

  test("takes what is missing as missing, as an empty string and as null", () => {
    const partial = message(
      { root_id: "", thread_id: null, mentions: null },
      { token: "", tenant_key: undefined },
    );
    const sender = { sender_id: { open_id: "ou_1", user_id: "", union_id: null }, sender_type: "user" };
    expect(complaint({ ...partial, event: { ...partial.event, sender } })).toBe("accepted");
  });

  test("takes a merged forward, whose content is no JSON", () => {
    const content = "Merged and Forwarded Message";
    expect(complaint(message({ message_type: "merge_forward", content }))).toBe("accepted");
  });

  test("takes a menu's time as a number and as text", () => {
    expect(complaint(menu({ timestamp: "1779507407" }))).toBe("accepted");
  });

  test("names an event type it does not know, but nothing that only claims to be one", () => {
    const expected = "ERR_UNKNOWN_EVENT: header.event_type: expected the type of a known event, got";
    expect(complaint(envelope("im.chat.updated_v1", {}))).toBe(`${expected} im.chat.updated_v1`);
    expect(complaint(envelope("My Secret", {}))).toBe(`${expected} a string`);
    expect(complaint(envelope("constructor", {}))).toBe(`${expected} a string`);
    expect(complaint(envelope("__proto__", {}))).toBe(`${expected} a string`);
  });

  test("knows only messages of the old format", () => {
    expect(complaint(oldMessage({ type: "add_bot" }))).toMatch(/^ERR_UNKNOWN_EVENT: event\.type: /);
  });

  test("never tells what a message says", () => {
    const secret = "the-safe-is-at-31-17-4";
    for (const input of [
      message({ content: { text: secret } }),
      message({ chat_type: secret }),
      message({ message_id: `${secret} ` }),
      message({ mentions: secret }),
      envelope(secret, {}),
      { [secret]: 1 },
    ]) {
      expect(complaint(input)).toMatch(/^ERR_/);
      expect(complaint(input)).not.toContain(secret);
    }
  });

  test("refuses an object that cannot be read, and says why in the cause", () => {
    const hostile = {
      get header() {
        throw new TypeError("no");
      },
    };
    expect(complaint(hostile)).toBe(
      "ERR_INVALID_EVENT: the event: expected plain data, got an object that throws",
    );
    expect(() => parseEvent(hostile)).toThrow(expect.objectContaining({ cause: expect.any(TypeError) }));
  });

  test("leaves no way to a prototype", () => {
    const event = JSON.parse(
      JSON.stringify(message()).replace('"schema"', '"__proto__":{"polluted":1},"schema"'),
    );
    expect(Reflect.get(parseEvent(event), "polluted")).toBeUndefined();
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
