import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BotHandlers } from "../../src/bot/index.ts";
import { messageIdentity } from "../../src/feishu/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { botWorld, connectBot, Gates } from "../support/bot/bot.ts";
import { acked, durableBot, passing } from "../support/bot/durable-bot.ts";
import { calm } from "../support/calm.ts";

const alice = { user: "alice" };

/** Runs until it is stopped. */
function patient(begun: number[]): BotHandlers {
  return {
    "im.message.receive_v1": async (_, { attempt, signal }) => {
      begun.push(attempt);
      await setTimeout(60_000, undefined, { signal });
    },
  };
}

test("a message that is recalled while its handler runs is not kept", async () => {
  const begun: number[] = [];
  const { feishu, say, start } = await durableBot(() => patient(begun));
  const { inbox } = await start();
  const message = say.text(alice, "one");
  feishu.deliver(message);
  await expect.poll(() => begun).toEqual([1]);
  feishu.deliver(say.recall(alice, message.event.message.message_id));
  await expect.poll(async () => (await inbox.get(1))?.outcome).toBe("recalled");
  expect(await inbox.retry(1)).toBeUndefined();
});

test("a message that was stopped, and then recalled, cannot be put back any more", async () => {
  const begun: number[] = [];
  const { feishu, say, world, start } = await durableBot(() => patient(begun));
  const { inbox, dedup } = await start();
  const message = say.text(alice, "one");
  feishu.deliver(message);
  await expect.poll(() => begun).toEqual([1]);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  await expect.poll(async () => (await inbox.get(1))?.outcome).toBe("stopped");
  feishu.deliver(say.recall(alice, message.event.message.message_id));
  await acked(world);
  expect(await inbox.retry(1)).toBeUndefined();
});

test("so is one that was stopped, and is recalled before its handler has come to an end", async () => {
  const { feishu, say, until, world, start } = await durableBot(passing);
  const { gates, inbox, dedup } = await start();
  const message = say.text(alice, "one");
  feishu.deliver(message);
  await until("the turn", () => gates.begun.length === 1);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  feishu.deliver(say.recall(alice, message.event.message.message_id));
  await acked(world);
  gates.fail("one");
  await until("its end", () => gates.ended.length === 1);
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0 });
  expect(await inbox.retry(1)).toBeUndefined();
});

test("a message that was put back can be recalled while it waits", async () => {
  const { feishu, say, until, world, start } = await durableBot(passing);
  const { gates, inbox, dedup } = await start();
  const message = say.text(alice, "one");
  feishu.deliver(message);
  await until("the turn", () => gates.begun.length === 1);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  gates.fail("one");
  await expect.poll(async () => (await inbox.get(1))?.outcome).toBe("stopped");
  feishu.deliver(say.text(alice, "two"));
  await until("the other turn", () => gates.begun.length === 2);
  const again = (await inbox.retry(1)) ?? expect.unreachable();
  await calm(5);
  feishu.deliver(say.recall(alice, message.event.message.message_id));
  await acked(world);
  gates.open("one");
  gates.open("two");
  await expect.poll(async () => (await inbox.get(again))?.outcome).toBe("recalled");
  expect(gates.begun).toEqual(["one", "two"]);
});

test("a message that was too old, was put back and then cut off, is not too old after the restart either", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const hourAgo = Date.now() - 3_600_000;
  const event = new EventMaker({ now: () => hourAgo }).text(alice, "late");
  const inbox = createMemoryInbox();
  const about = { ids: ["late"], sessionKey: "s", account: "default", transport: "websocket" } as const;
  const { id } = await inbox.claim({ event, ...about });
  await inbox.complete(id, "expired");
  const again = (await inbox.retry(id)) ?? expect.unreachable();
  await inbox.start(again);
  gates.open("late");
  await connectBot(world, passing(gates), { inbox, dedup: createDispatchDedup({ maxAgeMs: 60_000 }) });
  await expect.poll(async () => (await inbox.get(again))?.status).toBe("done");
  expect(await inbox.get(again)).toMatchObject({ outcome: "completed", attempts: 2 });
});

test("a message that is too old when it comes is found in the inbox, and runs when it is put back", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const inbox = createMemoryInbox();
  await connectBot(world, passing(gates), { inbox, dedup: createDispatchDedup({ maxAgeMs: 60_000 }) });
  world.feishu.deliver(world.say.text({ ...alice, at: Date.now() - 120_000 }, "late"));
  await acked(world);
  await expect.poll(() => inbox.list({ unanswered: true })).toMatchObject([{ outcome: "expired" }]);
  gates.open("late");
  await inbox.retry(1);
  await world.until("it", () => gates.ended.length === 1);
  await expect.poll(() => inbox.list({ unanswered: true })).toEqual([]);
});

test("what its author has taken back before it came gets no row", async () => {
  const world = await botWorld();
  const inbox = createMemoryInbox();
  await connectBot(world, passing(new Gates(world.feishu)), { inbox });
  const message = world.say.text(alice, "one");
  world.feishu.deliver(world.say.recall(alice, message.event.message.message_id));
  await acked(world);
  world.feishu.deliver(message);
  await acked(world);
  expect(await inbox.list({ unanswered: true })).toEqual([]);
});

test("a message that its bot's own code takes back is not kept either", async () => {
  const begun: number[] = [];
  const { feishu, say, start } = await durableBot(() => patient(begun));
  const { inbox, dedup } = await start();
  const message = say.text(alice, "one");
  feishu.deliver(message);
  await expect.poll(() => begun).toEqual([1]);
  dedup.recall(messageIdentity(message.event.message.message_id));
  await expect.poll(async () => (await inbox.get(1))?.outcome).toBe("recalled");
});
