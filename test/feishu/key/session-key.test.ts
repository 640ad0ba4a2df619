import { describe, expect, test } from "vitest";
import { type DmScope, parseEvent, type SessionKeyOptions, sessionKeyOf } from "../../../src/feishu/index.ts";
import {
  APP,
  CHAT,
  cardAction,
  every,
  menu,
  message,
  reaction,
  text,
  USER,
} from "../../support/feishu/events.ts";

const keyOf = (input: unknown, options?: SessionKeyOptions): string =>
  sessionKeyOf(parseEvent(input), options);

const scopes: Array<[DmScope, string]> = [
  ["main", "agent:main:main"],
  ["per-peer", `agent:main:direct:${USER}`],
  ["per-channel-peer", `agent:main:feishu:direct:${USER}`],
  ["per-account-channel-peer", `agent:main:feishu:bot-2:direct:${USER}`],
];

describe("sessionKeyOf", () => {
  test.each(scopes)("has OpenClaw's form for %s", (dmScope, key) => {
    expect(keyOf(message(), { dmScope, account: "bot-2" })).toBe(key);
  });

  test.each(scopes)(
    "is the same for a DM's message, thread, reaction, card action and menu: %s",
    (dmScope) => {
      const inThread = text("/new", { thread_id: "omt_1", root_id: "om_1", parent_id: "om_1" });
      const all = [message(), inThread, reaction(), reaction({}, "deleted"), cardAction(), menu(), every.old];
      expect(new Set(all.map((event) => keyOf(event, { dmScope }))).size).toBe(1);
    },
  );

  test("shares one session by default, as OpenClaw does", () => {
    expect(keyOf(message())).toBe("agent:main:main");
  });

  test("is lower case", () => {
    const options = {
      dmScope: "per-account-channel-peer",
      agentId: "Ops",
      channel: "Lark",
      account: "EU",
    } as const;
    const upper = reaction({ user_id: { open_id: "ou_ABC" } });
    expect(keyOf(upper, options)).toBe("agent:ops:lark:eu:direct:ou_abc");
    const group = text("hi", { chat_type: "group", chat_id: "oc_ABC" });
    expect(keyOf(group, options)).toBe("agent:ops:lark:group:oc_abc");
  });

  test.each(["group", "topic_group"])("goes by the chat in a %s, whatever the scope", (chat_type) => {
    for (const [dmScope] of scopes) {
      expect(keyOf(text("hi", { chat_type }), { dmScope })).toBe(`agent:main:feishu:group:${CHAT}`);
    }
  });

  test("goes by the chat of a reaction or card action once somebody looked it up", () => {
    const group = `agent:main:feishu:group:${CHAT}`;
    expect(keyOf(reaction({ chat_id: CHAT, chat_type: "group" }))).toBe(group);
    expect(keyOf(cardAction({ chat_type: "group" }))).toBe(group);
    expect(keyOf(reaction({ chat_id: CHAT, chat_type: "p2p" }), { dmScope: "per-peer" })).toContain(USER);
  });

  test("takes them as of a DM as long as nobody did", () => {
    expect(keyOf(cardAction(), { dmScope: "per-peer" })).toBe(`agent:main:direct:${USER}`);
  });

  test("takes another id where there is no open_id", () => {
    const key = keyOf(reaction({ user_id: { open_id: "", user_id: null, union_id: "on_1" } }), {
      dmScope: "per-peer",
    });
    expect(key).toBe("agent:main:direct:on_1");
  });

  test("goes by chat or app where nobody is behind it", () => {
    expect(keyOf(every.recalled, { dmScope: "per-peer" })).toBe(`agent:main:direct:${CHAT}`);
    expect(keyOf(every.byApp, { dmScope: "per-peer" })).toBe(`agent:main:direct:${APP}`);
    const nameless = reaction({ operator_type: "app", user_id: null }, "created", { app_id: undefined });
    expect(keyOf(nameless, { dmScope: "per-peer" })).toBe("agent:main:direct:unknown");
  });

  test("gives one session to the ids that are one person, except where all share one", () => {
    const identityLinks = { LiNa: ["telegram:7", ` FEISHU:${USER} `], other: ["ou_other"] };
    expect(keyOf(message(), { dmScope: "per-channel-peer", identityLinks })).toBe(
      "agent:main:feishu:direct:lina",
    );
    expect(keyOf(message(), { dmScope: "per-peer", identityLinks: { lina: [USER] } })).toBe(
      "agent:main:direct:lina",
    );
    expect(keyOf(message(), { dmScope: "per-peer", identityLinks: { lina: [`lark:${USER}`] } })).toContain(
      USER,
    );
    expect(keyOf(message(), { identityLinks })).toBe("agent:main:main");
  });

  test("refuses a scope it does not know", () => {
    const dmScope: string = "per-person";
    const call = () => keyOf(message(), { dmScope: dmScope as DmScope });
    expect(call).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
    expect(call).toThrow(
      "dmScope: expected one of main, per-peer, per-channel-peer, per-account-channel-peer, got per-person",
    );
  });
});
