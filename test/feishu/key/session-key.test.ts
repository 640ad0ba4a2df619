import { describe, expect, test } from "vitest";
import { type DmScope, parseEvent, type SessionKeyOptions, sessionKeyOf } from "../../../src/feishu/index.ts";
import {
  APP,
  CHAT,
  cardAction,
  every,
  ids,
  inDm,
  menu,
  message,
  reaction,
  text,
  USER,
} from "../../support/feishu/events.ts";
import { override } from "../../support/stand-in/override.ts";

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
      const located = [reaction(), reaction({}, "deleted"), cardAction()].map(inDm);
      const all = [message(), inThread, ...located, menu(), every.old];
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
    const upper = inDm(reaction({ user_id: { open_id: "ou_ABC" } }));
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

  test.each(scopes)("gives them no DM's session as long as nobody did: %s", (dmScope) => {
    expect(keyOf(cardAction(), { dmScope })).toBe(`agent:main:feishu:group:${CHAT}`);
    const { message_id } = reaction().event;
    expect(keyOf(reaction(), { dmScope })).toBe(`agent:main:feishu:message:${message_id}`);
    const context = { open_message_id: "om_card" };
    expect(keyOf(cardAction({ context }), { dmScope })).toBe("agent:main:feishu:group:om_card");
  });

  test("takes a card that stands in no chat as the person's own", () => {
    expect(keyOf(cardAction({ context: null }), { dmScope: "per-peer" })).toBe(`agent:main:direct:${USER}`);
  });

  test("takes another id where there is no open_id", () => {
    const key = keyOf(inDm(reaction({ user_id: { open_id: "", user_id: null, union_id: "on_1" } })), {
      dmScope: "per-peer",
    });
    expect(key).toBe("agent:main:direct:on_1");
  });

  test("goes by chat or app where nobody is behind it", () => {
    expect(keyOf(every.recalled, { dmScope: "per-peer" })).toBe(`agent:main:direct:${CHAT}`);
    expect(keyOf(override(every.byApp, { chat_type: "p2p" }), { dmScope: "per-peer" })).toBe(
      `agent:main:direct:${APP}`,
    );
    const fields = { operator_type: "app", user_id: null, chat_type: "p2p" };
    const nameless = reaction(fields, "created", { app_id: undefined });
    expect(keyOf(nameless, { dmScope: "per-peer" })).toBe("agent:main:direct:unknown");
  });

  const links: Array<[string, string]> = [
    ["an open id", USER],
    ["a union id", ids.union_id],
    ["a user id", ids.user_id],
    ["the channel", ` FEISHU:${USER} `],
    ["the channel's other name", `lark:${USER}`],
    ["user:", `user:${USER}`],
    ["open_id:", `feishu:open_id:${USER}`],
  ];

  test.each(links)("gives one session to the ids that are one person: %s", (_, entry) => {
    const identityLinks = { other: ["ou_other"], LiNa: ["telegram:7", entry] };
    const all = [message(), inDm(reaction()), inDm(cardAction()), menu()];
    const keys = all.map((event) => keyOf(event, { dmScope: "per-channel-peer", identityLinks }));
    expect(new Set(keys)).toEqual(new Set(["agent:main:feishu:direct:lina"]));
    expect(keyOf(message(), { dmScope: "per-peer", identityLinks })).toBe("agent:main:direct:lina");
    expect(keyOf(message(), { identityLinks })).toBe("agent:main:main");
  });

  test("knows one person over several apps by the union id", () => {
    const identityLinks = { lina: [ids.union_id] };
    const keys = ["ou_of_app_a", "ou_of_app_b"].map((open_id) =>
      keyOf(inDm(reaction({ user_id: { open_id, union_id: ids.union_id } })), {
        dmScope: "per-peer",
        identityLinks,
      }),
    );
    expect(keys).toEqual(["agent:main:direct:lina", "agent:main:direct:lina"]);
  });

  test("takes an own name of the channel, and another's ids for another's", () => {
    const options = { dmScope: "per-peer", channel: "eu-bot" } as const;
    const identityLinks = { lina: [`eu-bot:${USER}`] };
    expect(keyOf(message(), { ...options, identityLinks })).toBe("agent:main:direct:lina");
    expect(keyOf(message(), { ...options, identityLinks: { lina: [`telegram:${ids.user_id}`] } })).toContain(
      USER,
    );
  });

  test.each(["", "*", "oc_1", "chat:oc_1", "feshu:ou_1", "Li Na", "open_id:on_1", "feishu:"])(
    "refuses a link that can be nobody's: %j",
    (entry) => {
      const call = () => keyOf(message(), { dmScope: "per-peer", identityLinks: { lina: [USER, entry] } });
      expect(call).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
      expect(call).toThrow("identityLinks.lina[1]: expected an open id (ou_…)");
    },
  );

  test("refuses a scope it does not know", () => {
    const dmScope: string = "per-person";
    const call = () => keyOf(message(), { dmScope: dmScope as DmScope });
    expect(call).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
    expect(call).toThrow(
      "dmScope: expected one of main, per-peer, per-channel-peer, per-account-channel-peer, got per-person",
    );
  });
});
