import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { contentIdentity, identitiesOf, messageIdentity, parseEvent } from "../../../src/feishu/index.ts";
import {
  CHAT,
  cardAction,
  every,
  menu,
  message,
  post,
  reaction,
  TOKEN,
  text,
  USER,
} from "../../support/feishu/events.ts";

const idsOf = (input: unknown, account?: string): string[] =>
  identitiesOf(parseEvent(input), account === undefined ? {} : { account });

/** The same event pushed again under another event id. */
function again<E extends { header: object }>(event: E): E {
  return { ...event, header: { ...event.header, event_id: "0f1e2d3c4b5a69788796a5b4c3d2e1f0" } };
}

const shared = (one: unknown, other: unknown): string[] => {
  const ids = idsOf(other);
  return idsOf(one).filter((id) => ids.includes(id));
};

describe("identitiesOf", () => {
  test("names a text by event, message and content", () => {
    const digest = createHash("sha256").update('{"text":"hello"}').digest("hex");
    expect(idsOf(text("hello"))).toEqual([
      "event:default:9c5e1b7a4d2f8e6031b0a7c4d5e6f708",
      "message:default:om_x100b4f7a2c61d8e0a93c5d7e81f2b46",
      `content:default:${CHAT}:${USER}:1779507401045:${digest}`,
    ]);
  });

  test("names all kinds of event, each by its event id too", () => {
    for (const [name, event] of Object.entries(every)) {
      const kinds = idsOf(event).map((id) => id.split(":")[0]);
      expect(kinds[0], name).toBe("event");
      expect(new Set(idsOf(event)).size, name).toBe(kinds.length);
    }
  });

  test("knows a text, and a post, again under a fresh message id", () => {
    const fresh = { message_id: "om_fresh" };
    expect(shared(text("hello"), again(text("hello", fresh)))).toEqual([expect.stringMatching(/^content:/)]);
    const body = { content: [[{ tag: "text", text: "hello" }]] };
    expect(shared(post(body), again(post(body, fresh)))).toEqual([expect.stringMatching(/^content:/)]);
  });

  test("tells two equal texts apart by their time, chat and sender", () => {
    const first = text("hello");
    const other = { message_id: "om_other" };
    expect(shared(first, again(text("hello", { ...other, create_time: "1779507401046" })))).toEqual([]);
    expect(shared(first, again(text("hello", { ...other, chat_id: "oc_other" })))).toEqual([]);
    expect(shared(first, again(text("Hello", other)))).toEqual([]);
    const bySomebody = again(text("hello", other));
    const sender = { sender_id: { open_id: "ou_other" }, sender_type: "user" };
    expect(shared(first, { ...bySomebody, event: { ...bySomebody.event, sender } })).toEqual([]);
  });

  test.each([
    ["image", '{"image_key":"img_v3_02ab"}'],
    ["file", '{"file_key":"file_v3_1","file_name":"plan.pdf"}'],
    ["audio", '{"file_key":"file_v3_1","duration":2000}'],
    ["media", '{"file_key":"file_v3_1","image_key":"img_v3_1","file_name":"a.mp4","duration":2000}'],
    ["sticker", '{"file_key":"file_v3_1"}'],
    ["share_chat", '{"chat_id":"oc_1"}'],
    ["merge_forward", "Merged and Forwarded Message"],
    ["of_tomorrow", '{"new_key":1}'],
  ])(
    "knows %s again under a fresh message id, and another of them as other work",
    (message_type, content) => {
      const first = message({ message_type, content });
      const fresh = { message_type, content, message_id: "om_fresh" };
      expect(shared(first, again(message(fresh)))).toEqual([expect.stringMatching(/^content:/)]);
      const later = { ...fresh, create_time: "1779507401046" };
      expect(shared(first, again(message(later)))).toEqual([]);
    },
  );

  test.each(["{}", '""', "[]", "null", " { } "])(
    "does not judge by a content that holds nothing: %s",
    (content) => {
      const first = message({ message_type: "sticker", content });
      const other = message({ message_type: "sticker", content, message_id: "om_other" });
      expect(shared(first, again(other))).toEqual([]);
    },
  );

  test("shares nothing between two bots that get the same message", () => {
    for (const event of Object.values(every)) {
      const other = idsOf(event, "b");
      expect(idsOf(event, "a").filter((id) => other.includes(id))).toEqual([]);
    }
  });

  test("takes a reaction as the same while message, emoji, person, time and act are", () => {
    expect(shared(reaction(), again(reaction()))).toHaveLength(1);
    for (const different of [
      { message_id: "om_other" },
      { reaction_type: { emoji_type: "SMILE" } },
      { user_id: { open_id: "ou_other" } },
      { action_time: "1779507405211" },
    ]) {
      expect(shared(reaction(), again(reaction(different)))).toEqual([]);
    }
    expect(shared(reaction(), again(reaction({}, "deleted")))).toEqual([]);
  });

  test("takes a card action as the same while its token is, and shows no token", () => {
    expect(shared(cardAction(), again(cardAction()))).toHaveLength(1);
    expect(shared(cardAction(), again(cardAction({ token: "c-other" })))).toEqual([]);
    expect(idsOf(cardAction()).join()).not.toContain(TOKEN);
    expect(idsOf(cardAction({ token: undefined }))).toHaveLength(1);
  });

  test("takes a menu entry as the same while person, entry and second are", () => {
    expect(shared(menu(), again(menu({ timestamp: "1779507407" })))).toHaveLength(1);
    expect(shared(menu(), again(menu({ timestamp: 1779507408 })))).toEqual([]);
    expect(shared(menu(), again(menu({ event_key: "help" })))).toEqual([]);
  });

  test("never makes one identity of different parts", () => {
    expect(messageIdentity("c", { account: "a:b" })).not.toBe(messageIdentity("b:c", { account: "a" }));
    expect(messageIdentity("%3A")).not.toBe(messageIdentity(":"));
  });

  test("makes the same identities from their parts", () => {
    const { message_id, create_time, content } = message().event.message;
    const ids = idsOf(message(), "bot");
    expect(ids).toContain(messageIdentity(message_id, { account: "bot" }));
    const parts = { chatId: CHAT, sender: USER, createTime: create_time, content };
    expect(ids).toContain(contentIdentity(parts, { account: "bot" }));
  });
});
