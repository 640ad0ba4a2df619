import { expect, test } from "vitest";
import { botWorld, connectBot, Gates } from "../support/bot/bot.ts";

const alice = { user: "alice" };

test("a card is answered what its handler returns", async () => {
  const world = await botWorld();
  await connectBot(world, {
    "card.action.trigger": async ({ action }) => ({ toast: { type: "info", content: String(action.tag) } }),
  });
  const delivery = world.feishu.deliver(world.say.cardAction(alice, "om_1", { a: 1 }));
  await world.until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toEqual({ toast: { type: "info", content: "button" } });
});

test("a card whose handler takes longer is told in time that the press has come, and it runs once", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  await connectBot(world, { "card.action.trigger": () => gates.pass("press") }, { cardTimeoutMs: 10 });
  const delivery = world.feishu.deliver(world.say.cardAction(alice, "om_1", { a: 1 }));
  await world.until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toMatchObject({ toast: { type: "info" } });
  expect([gates.begun, gates.ended]).toEqual([["press"], []]);
  gates.open("press");
  await world.until("the end", () => gates.ended.length === 1);
});

test("a card whose handler fails says that the user may try again", async () => {
  const world = await botWorld();
  await connectBot(world, { "card.action.trigger": () => Promise.reject(new Error("no")) });
  const delivery = world.feishu.deliver(world.say.cardAction(alice, "om_1", { a: 1 }));
  await world.until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toMatchObject({ toast: { type: "error" } });
});
