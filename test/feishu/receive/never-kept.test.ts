import { expect, test } from "vitest";
import { DEMO_APP, EventMaker } from "../../../src/stand-in/index.ts";
import { connect } from "../../support/feishu/long-connection.ts";
import { request, webhook } from "../../support/feishu/webhook.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { override } from "../../support/stand-in/override.ts";

const say = new EventMaker();
const alice = { user: "alice" };

function nested(levels: number): string {
  return `${"[".repeat(levels)}${"]".repeat(levels)}`;
}

const emoji = (emoji_type: string) =>
  override(say.reaction(alice, "om_1", "OK"), { reaction_type: { emoji_type } });
const deep = JSON.stringify(override(say.text(alice, "hello"), { extra: "DEEP" }));

const unkeepable: Array<[string, string]> = [
  ...["a\0b", "a\ud800b", "x".repeat(1025)].flatMap(
    (text): Array<[string, string]> => [
      [`an emoji like ${JSON.stringify(text.slice(0, 5))}`, JSON.stringify(emoji(text))],
      [`a menu like ${JSON.stringify(text.slice(0, 5))}`, JSON.stringify(say.menu(alice, text))],
    ],
  ),
  ["100,000 levels in an extra key", deep.replace('"DEEP"', nested(100_000))],
  ["5,000 levels in an extra key", deep.replace('"DEEP"', nested(5000))],
  ["a menu of separators, which grows when it is escaped", JSON.stringify(say.menu(alice, "%".repeat(256)))],
];

test.each(unkeepable)("%s is malformed, once, by webhook", async (_, body) => {
  const { appId, appSecret, encryptKey, verificationToken } = DEMO_APP;
  const accounts = {
    ["a".repeat(300)]: { appId, appSecret, encryptKey, verificationToken, path: "/feishu" },
  };
  const world = await startWorld({
    feishu: { accounts, transport: "webhook" },
    config: { webhook: { port: 0 }, inbox: { kind: "memory" } },
  });
  const { url: _url, method: _method, ...sent } = request(body, encryptKey, Date.now());
  const headers = sent.headers as Record<string, string>;
  const url = `${world.gateway.addresses.webhook}/feishu`;
  const answer = await fetch(url, { method: "POST", headers, body: sent.payload });
  expect([answer.status, await answer.json()]).toEqual([400, { code: "ERR_INVALID_EVENT" }]);
});

test("by a long connection it is acknowledged, and does not come again", async () => {
  const { feishu, intake, kept } = await connect();
  const all = unkeepable.slice(0, -1).map(([, body]) => feishu.deliver(new TextEncoder().encode(body)));
  await feishu.changes.until("the acks", () => all.every(({ state }) => state === "acked"));
  expect(intake.stats().malformed).toBe(all.length);
  expect(kept).toHaveLength(0);
});

test("what somebody else calls by the same code is not taken for it: the event may be kept later", async () => {
  const { server } = await webhook({
    accept: async () => {
      throw Object.assign(new Error("disk full"), { code: "ERR_INVALID_ENTRY" });
    },
  });
  const answer = await server.inject(request(say.text(alice, "hello")));
  expect(answer.statusCode).toBe(503);
});
