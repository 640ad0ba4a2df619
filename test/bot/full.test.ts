import { expect, test } from "vitest";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { botWorld, connectBot, Gates } from "../support/bot/bot.ts";
import { passing } from "../support/bot/durable-bot.ts";
import { calm } from "../support/calm.ts";

const alice = { user: "alice" };

test("what an earlier run has left in a session that is full waits in the inbox, and is not lost", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const inbox = createMemoryInbox();
  for (const text of ["one", "two", "three"]) {
    const about = { ids: [text], sessionKey: "s", account: "default", transport: "websocket" } as const;
    await inbox.claim({ event: world.say.text(alice, text), ...about });
  }
  await connectBot(world, passing(gates), { inbox, dedup: createDispatchDedup({ maxQueued: 1 }) });
  await world.until("the first", () => gates.begun.length === 1);
  await calm(5);
  expect(await inbox.stats()).toMatchObject({ pending: 3 });
  for (const text of ["one", "two", "three"]) gates.open(text);
  await world.until("all", () => gates.ended.length === 3);
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0, done: 3 });
  expect(gates.begun).toEqual(["one", "two", "three"]);
});

test("nor is what is put back into a session that is full", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const inbox = createMemoryInbox();
  const dedup = createDispatchDedup({ maxQueued: 1 });
  await connectBot(world, passing(gates), { inbox, dedup });
  world.feishu.deliver(world.say.text(alice, "stopped"));
  await world.until("the turn", () => gates.begun.length === 1);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  gates.fail("stopped");
  await expect.poll(() => inbox.list({ unanswered: true })).toMatchObject([{ outcome: "stopped" }]);
  for (const text of ["one", "two"]) world.feishu.deliver(world.say.text(alice, text));
  await world.until("the next turn", () => gates.begun.length === 2);
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 2 });
  const again = (await inbox.retry(1)) ?? expect.unreachable();
  await calm(5);
  expect(await inbox.get(again)).toMatchObject({ status: "pending" });
  for (const text of ["one", "two", "stopped"]) gates.open(text);
  await world.until("all", () => gates.ended.length === 4);
  expect(gates.begun).toEqual(["stopped", "one", "two", "stopped"]);
});
