import { describe, expect, test } from "vitest";
import {
  type GroupSessionScope,
  parseEvent,
  type SessionKeyOptions,
  sessionKeyOf,
} from "../../../src/feishu/index.ts";
import { CHAT, cardAction, reaction, text, USER } from "../../support/feishu/events.ts";

const BASE = `agent:main:feishu:group:${CHAT}`;
const keyOf = (event: object, options: SessionKeyOptions = {}) => sessionKeyOf(parseEvent(event), options);
const said = (fields: object, chat_type = "group") => text("hi", { chat_type, ...fields });

const plain = said({});
const answer = said({ root_id: "om_Root", parent_id: "om_Root" });
const threaded = said({ root_id: "om_Root", thread_id: "omt_1" });
const topic = said({ root_id: "om_Root", thread_id: "omt_1" }, "topic_group");
const rootless = said({ thread_id: "omt_1" });
const threadless = said({ root_id: "om_Root", thread_id: "" }, "topic_group");

const withSender = (key: string) => `${key}:sender:${USER}`;

// By scope: outside topics, in an answer, in a thread, in a topic group's topic.
const keys: Array<[GroupSessionScope, string, string, string, string]> = [
  ["group", BASE, BASE, BASE, BASE],
  ["group_sender", withSender(BASE), withSender(BASE), withSender(BASE), withSender(BASE)],
  ["group_topic", BASE, `${BASE}:topic:om_root`, `${BASE}:topic:om_root`, `${BASE}:topic:omt_1`],
  [
    "group_topic_sender",
    withSender(BASE),
    withSender(`${BASE}:topic:om_root`),
    withSender(`${BASE}:topic:om_root`),
    withSender(`${BASE}:topic:omt_1`),
  ],
];

describe("groupSessionScope", () => {
  test.each(keys)("%s has OpenClaw's keys", (groupSessionScope, ...expected) => {
    const events = [plain, answer, threaded, topic];
    expect(events.map((event) => keyOf(event, { groupSessionScope }))).toEqual(expected);
  });

  test("a topic is known by the one id that there is", () => {
    const options = { groupSessionScope: "group_topic" } as const;
    expect(keyOf(rootless, options)).toBe(`${BASE}:topic:omt_1`);
    expect(keyOf(threadless, options)).toBe(`${BASE}:topic:om_root`);
  });

  test("is the group by default", () => {
    expect(keyOf(topic)).toBe(BASE);
  });

  test("may be a group's own", () => {
    const groups = {
      [CHAT]: { groupSessionScope: "group_topic" },
      "*": { groupSessionScope: "group" },
    } as const;
    expect(keyOf(topic, { groups, groupSessionScope: "group_sender" })).toBe(`${BASE}:topic:omt_1`);
    const others = said({ chat_id: "oc_other" });
    expect(keyOf(others, { groups, groupSessionScope: "group_sender" })).toBe(
      "agent:main:feishu:group:oc_other",
    );
    expect(keyOf(plain, { groups: { [CHAT]: {} }, groupSessionScope: "group_sender" })).toBe(
      withSender(BASE),
    );
  });

  test("of a card or a reaction is the person's, and no topic's", () => {
    const events = [cardAction({ chat_type: "group" }), reaction({ chat_id: CHAT, chat_type: "group" })];
    for (const event of events) {
      expect(keyOf(event, { groupSessionScope: "group_topic" })).toBe(BASE);
      expect(keyOf(event, { groupSessionScope: "group_topic_sender" })).toBe(withSender(BASE));
    }
  });

  test("leaves direct messages alone", () => {
    const inThread = text("hi", { thread_id: "omt_1", root_id: "om_1" });
    expect(keyOf(inThread, { groupSessionScope: "group_topic_sender" })).toBe("agent:main:main");
  });

  test("is refused when it is none of the four", () => {
    const groupSessionScope: string = "topic";
    const call = () => keyOf(plain, { groupSessionScope: groupSessionScope as GroupSessionScope });
    expect(call).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
    expect(call).toThrow(
      "groupSessionScope: expected one of group, group_sender, group_topic, group_topic_sender, got topic",
    );
  });
});
