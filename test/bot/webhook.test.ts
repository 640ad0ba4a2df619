import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import {
  type BotHandlers,
  type BotWebhookOptions,
  dedupNodeWebhook,
  dedupWebhook,
} from "../../src/bot/index.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { type BotWorld, botWorld, Gates, textOf } from "../support/bot/bot.ts";

const alice = { user: "alice" };
const { encryptKey, verificationToken } = DEMO_APP;

type Make = (handlers: BotHandlers, options: BotWebhookOptions) => Parameters<typeof createServer>[1];

/** A web-standard handler behind a server of Node.js, as Hono's adapter has it. */
const web: Make = (handlers, options) => {
  const handle = dedupWebhook(handlers, options);
  return async (request, response) => {
    const headers = request.headers as Record<string, string>;
    const init = { method: "POST", headers, body: request, duplex: "half" } as unknown as RequestInit;
    const answer = await handle(new Request(`http://127.0.0.1${request.url}`, init));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  };
};

const forms: Array<[string, Make]> = [
  ["web-standard", web],
  ["node:http", (...of) => dedupNodeWebhook(...of)],
];

async function serve(
  { feishu, log }: BotWorld,
  make: Make,
  handlers: BotHandlers,
  options = {},
): Promise<void> {
  const server = createServer(make(handlers, { encryptKey, verificationToken, log, ...options }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  feishu.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/feishu`);
}

test.each(forms)(
  "%s: the challenge is answered, and each message handled once, in order",
  async (_, make) => {
    const world = await botWorld();
    const gates = new Gates(world.feishu);
    await serve(world, make, { "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)) });
    expect(await world.feishu.verifyUrl("abc")).toMatchObject({ code: 200, data: { challenge: "abc" } });
    const deliveries = ["long", "short", "middle"].map((text) =>
      world.feishu.deliver(world.say.text(alice, text), { transport: "webhook", copies: 2 }),
    );
    await world.until("the acks", () => deliveries.every(({ state }) => state === "acked"));
    expect(gates.begun).toEqual(["long"]);
    for (const name of ["middle", "short", "long"]) gates.open(name);
    await world.until("the end", () => gates.ended.length === 3);
    expect(gates.ended).toEqual(["long", "short", "middle"]);
  },
);

test.each(forms)("%s: a card is answered what its handler returns", async (_, make) => {
  const world = await botWorld();
  await serve(world, make, {
    "card.action.trigger": async () => ({ toast: { type: "info", content: "done" } }),
  });
  const delivery = world.feishu.deliver(world.say.cardAction(alice, "om_1", {}), { transport: "webhook" });
  await world.until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toEqual({ toast: { type: "info", content: "done" } });
});

test("what nobody handles is acknowledged; what cannot be taken comes again; what is forged is refused", async () => {
  const world = await botWorld();
  const dedup = createDispatchDedup();
  await serve(world, web, { "im.message.receive_v1": () => {} }, { dedup });
  const ignored = world.feishu.deliver(world.say.menu(alice, "k"), { transport: "webhook" });
  await world.until("the ack", () => ignored.state === "acked");
  await dedup.close();
  const refused = world.feishu.deliver(world.say.text(alice, "hello"), { transport: "webhook" });
  await world.until("the refusal", () => refused.attempts.length > 1);
  expect(refused.attempts[0]).toMatchObject({ outcome: "refused", code: 503 });
  const handle = dedupWebhook({}, { encryptKey, log: world.log });
  const headers = { "content-type": "application/json" };
  const forged = new Request("http://127.0.0.1/", { method: "POST", headers, body: "{}" });
  expect((await handle(forged)).status).toBe(401);
});

test("a webhook without a secret is refused", () => {
  expect(() => dedupWebhook({}, {})).toThrow(expect.objectContaining({ code: "ERR_INVALID_OPTION" }));
});
