import { expect, test } from "vitest";
import type { HandledDispatch, HostHooks } from "../../../src/openclaw/host/host.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const HANDLED: HandledDispatch = {
  handled: true,
  queuedFinal: false,
  counts: { tool: 0, block: 0, final: 0 },
};

/** A host whose other plugin takes the first message over and never has its end reported. */
async function takenOver(other: HostHooks["reply_dispatch"] = async () => HANDLED) {
  const host = new FakeHost().load();
  host.otherPlugin = (event, context) =>
    event.ctx?.MessageSid === "om_first" ? other(event, context) : undefined;
  const first = await host.send({ id: "om_first", sender: "ou_ann" });
  const next = await host.send({ sender: "ou_bob" });
  return { host, first, next };
}

test("a message that another plugin has answered lets the next one start when its reply is out", async () => {
  const { host, next } = await takenOver(async (_, { dispatcher }) => {
    dispatcher?.sendFinalReply({ text: "from the other plugin" });
    return HANDLED;
  });
  expect(next.told).toBeUndefined();
  await host.pass(250);
  expect(next.running).toBe(true);
});

test("one that it has dealt with in silence is over when its chat goes on", async () => {
  const { host, first, next } = await takenOver();
  await host.pass(30_000);
  expect(next.told).toBeUndefined();
  const chatGoesOn = await host.send({ sender: "ou_ann" });
  expect(next.running).toBe(true);
  await next.finish();
  expect(chatGoesOn.running).toBe(true);
  expect((await host.send({ id: "om_first" })).dropped).toBe(true);
  expect(first.dropped).toBe(true);
});

test("without any sign it is over after a minute", async () => {
  const { host, next } = await takenOver();
  await host.pass(59_999);
  expect(next.told).toBeUndefined();
  await host.pass(1);
  expect(next.running).toBe(true);
});

test("nobody else's turn is cut short: not by a reply, by its chat, or by a long wait", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const next = await host.send({ sender: "ou_bob" });
  first.sentTexts.push("a first part");
  await host.send();
  await host.pass(120_000);
  expect(next.told).toBeUndefined();
});

test("nor is one that another plugin only thinks about", async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const { host, next } = await takenOver(() => promise);
  await host.pass(5_000);
  resolve(undefined);
  await host.pass(120_000);
  expect(next.told).toBeUndefined();
});
