import { expect, test } from "vitest";
import { attachmentsOf, contentKindOf, parseEvent } from "../../../src/feishu/index.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();
const alice = { user: "alice" };
const imageKey = "img_v3_1";
const fileKey = "file_v3_1";
const post = [
  [
    { tag: "text", text: "see" },
    { tag: "img", image_key: imageKey },
  ],
  [{ tag: "media", file_key: fileKey, image_key: "img_cover" }],
];
const inPost = [
  { kind: "image", imageKey },
  { kind: "media", imageKey: "img_cover", fileKey },
];

test.each<[string, object, object[]]>([
  ["text", { text: "hi" }, []],
  ["image", { image_key: imageKey }, [{ kind: "image", imageKey }]],
  ["file", { file_key: fileKey, file_name: "a.pdf" }, [{ kind: "file", fileKey, fileName: "a.pdf" }]],
  ["folder", { file_key: fileKey, file_name: "a" }, [{ kind: "folder", fileKey, fileName: "a" }]],
  ["audio", { file_key: fileKey, duration: 2000 }, [{ kind: "audio", fileKey, durationMs: 2000 }]],
  [
    "media",
    { file_key: fileKey, image_key: imageKey, file_name: "a.mp4", duration: 2000 },
    [{ kind: "media", imageKey, fileKey, fileName: "a.mp4", durationMs: 2000 }],
  ],
  ["sticker", { file_key: fileKey }, [{ kind: "sticker", fileKey }]],
  ["post", { title: "", content: post }, inPost],
  ["post", { zh_cn: { content: post }, en_us: { content: post } }, inPost],
  [
    "interactive",
    { title: "t", elements: [[{ tag: "img", image_key: imageKey }]] },
    [{ kind: "image", imageKey }],
  ],
  ["share_chat", { chat_id: "oc_1" }, []],
  ["file", { file_key: 1, file_name: null }, []],
])("of a message of the type %s it is said what it holds", (type, content, attachments) => {
  const event = parseEvent(say.message(alice, type, content));
  expect(contentKindOf(event)).toBe(type);
  expect(attachmentsOf(event)).toEqual(attachments);
});

test.each([
  ["reaction", say.reaction(alice, "om_1", "OK")],
  ["cardAction", say.cardAction(alice, "om_1", { image_key: imageKey })],
  ["menu", say.menu(alice, "help")],
])("%s holds nothing", (kind, event) => {
  expect(contentKindOf(parseEvent(event))).toBe(kind);
  expect(attachmentsOf(parseEvent(event))).toEqual([]);
});

test("a content that is as deep as it is long is read", () => {
  const event = say.message(alice, "interactive", {});
  const content = `${'{"a":['.repeat(20_000)}{"image_key":"${imageKey}"}${"]}".repeat(20_000)}`;
  event.event.message.content = content;
  expect(attachmentsOf(parseEvent(event))).toEqual([{ kind: "image", imageKey }]);
});
