import { expect, test } from "vitest";
import { parseEvent, textOf } from "../../../src/feishu/index.ts";
import { Disguise } from "../../../src/gateway/record/disguise.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker({ now: () => 1_748_000_000_000 });

/** What becomes of these, in one recording. */
function disguised(...events: object[]): Array<ReturnType<typeof parseEvent>> {
  const disguise = new Disguise();
  return events.map((event) => parseEvent(disguise.event(parseEvent(event))));
}

function contentOf(event: object): unknown {
  return JSON.parse(Object(event).event.message.content);
}

test.each([
  ["hello", "text-1"],
  ["/new", "/new"],
  ["/new gpt top secret", "/new text-1"],
  ["  /RESET\ntop secret", "  /RESET text-1"],
  ["/New: top secret", "/New text-1"],
  ["／new gpt top secret", "／new text-1"],
  ["\u200b/n\u200bew top secret", "/n\u200bew text-1"],
  ["/new@secret_bot", "text-1"],
  ["@secret /new", "text-1"],
  ["@secret please stop!", "text-1"],
  ["/help", "text-1"],
  ["/P4ssw0rd-of-Bob", "text-1"],
  ["/home/alice/secret.txt", "text-1"],
  ["please stop", "please stop"],
  ["please stop it", "text-1"],
  ["@_user_1 /new", "@_user_1 /new"],
  ["停止 @_user_1", "停止 @_user_1"],
  ["/new @_user_1 top secret", "/new text-1 @_user_1"],
  ["please @_user_1 stop", "please stop @_user_1"],
  ["@_user_1 tell @_user_2 that", "@_user_1 text-1 @_user_2"],
  ["   ", "   "],
])("the text %j becomes %j", (text, expected) => {
  const [event] = disguised(say.text({ user: "alice" }, text));
  expect(contentOf(event ?? {})).toEqual({ text: expected });
});

test("a command word of the config stays, too", () => {
  const disguise = new Disguise({ "/help": "bypass", "/new": "ordinary" });
  const texts = ["/help me with it", "/new", "/halt"].map((text) => {
    const event = disguise.event(parseEvent(say.text({ user: "alice" }, text)));
    return contentOf(event);
  });
  expect(texts).toEqual([{ text: "/help text-1" }, { text: "/new" }, { text: "text-2" }]);
});

test("one id is one invented id everywhere, with its prefix; another recording invents others", () => {
  const thread = { user: "alice", thread: "t" };
  const first = say.text(thread, "hi");
  const [one, two, reaction] = disguised(
    first,
    say.text(thread, "hi"),
    say.reaction(thread, first.event.message.message_id, "OK"),
  );
  const message = (it: unknown) => Object(it).event.message;
  expect(message(two).thread_id).toBe(message(one).thread_id);
  expect(message(two).chat_id).toBe(message(one).chat_id);
  expect(message(two).message_id).not.toBe(message(one).message_id);
  expect(message(two).content).toBe(message(one).content);
  expect(Object(reaction).event.message_id).toBe(message(one).message_id);
  expect(Object(reaction).event.user_id).toEqual(Object(one).event.sender.sender_id);
  expect(message(one).message_id).toMatch(/^om_[0-9a-f]{32}$/);
  expect(one?.header.app_id).toMatch(/^cli_[0-9a-f]{16}$/);
  expect(message(disguised(first)[0]).message_id).not.toBe(message(one).message_id);
});

test("times and types stay, the verification token goes", () => {
  const event = say.text({ user: "alice" }, "hi");
  const [it] = disguised(event);
  expect(it?.header).toMatchObject({
    event_type: event.header.event_type,
    create_time: event.header.create_time,
  });
  expect(it?.header).not.toHaveProperty("token");
  expect(it?.event).toMatchObject({
    message: { chat_type: "p2p", message_type: "text", create_time: "1748000000000" },
  });
});

test("nothing of a post, a mention, a card or a picture is left", () => {
  const mentions = [
    { key: "@_user_1", id: { open_id: "ou_secret00" }, name: "Secret Alice", tenant_key: "secret-inc" },
  ];
  const paragraph = [
    { tag: "a", text: "a secret link", href: "https://secret.example.com" },
    { tag: "at", user_id: "@_user_1", user_name: "Secret Alice" },
  ];
  const post = say.message({ user: "secret" }, "post", { title: "My secret", content: [paragraph] });
  Object.assign(post.event.message, { mentions });
  const picture = say.message({ user: "secret" }, "image", { image_key: "img_v3_secretkey" });
  const file = say.message({ user: "secret" }, "file", { file_key: "file_secret", file_name: "secret.pdf" });
  const card = say.cardAction({ user: "secret" }, "om_secret00", {
    note: "secret",
    deep: ["secret", { content: "12345" }],
  });
  const all = disguised(post, picture, file, card);
  const text = JSON.stringify(all);
  expect(text.toLowerCase()).not.toContain("secret");
  expect(text).not.toContain("12345");
  expect(contentOf(all[0] ?? {})).toMatchObject({
    content: [[{ tag: "a" }, { tag: "at", user_id: "@_user_1" }]],
  });
  expect(contentOf(all[1] ?? {})).toEqual({ image_key: expect.stringMatching(/^img_[0-9a-f]{32}$/) });
});

test.each([
  ["of one list", { content: [{ tag: "text", text: "/new" }] }],
  ["of lists in lists", { content: [[[{ tag: "text", text: "/new" }]]] }],
  [
    "with an empty language",
    { zh_cn: { content: [] }, en_us: { content: [[{ tag: "text", text: "/new" }]] } },
  ],
  ["in a wrapper", { post: { zh_cn: { title: "", content: [[{ tag: "text", text: "/new" }]] } } }],
  ["with an odd element", { content: [[null, 7, { tag: "secret" }, { tag: "text", text: "/new" }]] }],
])("a post %s says after it what it said before", (_, content) => {
  const [it] = disguised(say.message({ user: "alice" }, "post", content));
  expect(textOf(parseEvent(it))).toBe("/new");
});
