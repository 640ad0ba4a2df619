import { describe, expect, test } from "vitest";
import {
  createdAtOf,
  identitiesOf,
  isMessage,
  parseEvent,
  sessionKeyOf,
  textOf,
} from "../../../src/feishu/index.ts";
import { CHAT, ids, message, oldMessage, USER } from "../../support/feishu/events.ts";

describe("an event of the old format", () => {
  test("comes back in the form of 2.0", () => {
    const event = parseEvent(oldMessage());
    expect(event.header).toMatchObject({
      event_id: "41b5f371157e3d5341b38b20396e77e3",
      event_type: "im.message.receive_v1",
      create_time: "1779507401428",
    });
    expect(event.event).toMatchObject({
      sender: { sender_id: ids, sender_type: "user" },
      message: { chat_id: CHAT, chat_type: "private", message_type: "text", content: '{"text":" /new"}' },
    });
  });

  test("has its uuid as identity, and the message id it shares with the new format", () => {
    const old = identitiesOf(parseEvent(oldMessage()));
    expect(old).toContain("event:default:41b5f371157e3d5341b38b20396e77e3");
    const now = identitiesOf(parseEvent(message({ message_id: "om_36686ee62209da697d8775375d0c8e88" })));
    expect(old.filter((id) => now.includes(id))).toEqual([
      "message:default:om_36686ee62209da697d8775375d0c8e88",
    ]);
  });

  test("has the session, the text and the time of its message", () => {
    const event = parseEvent(oldMessage());
    expect(sessionKeyOf(event, { dmScope: "per-peer" })).toBe(`agent:main:direct:${USER}`);
    expect(textOf(event)).toBe(" /new");
    expect(createdAtOf(event)).toBe(1779507401428);
  });

  test("takes rich text by its plain text, and a picture by its key", () => {
    const rich = parseEvent(
      oldMessage({ msg_type: "post", text: "<p>/new</p>", text_without_at_bot: "/new" }),
    );
    expect(textOf(rich)).toBe("/new");
    const image = parseEvent(oldMessage({ msg_type: "image", image_key: "img_1", text: undefined }));
    expect(isMessage(image) && image.event.message.content).toBe('{"image_key":"img_1"}');
    expect(textOf(image)).toBeUndefined();
  });
});
