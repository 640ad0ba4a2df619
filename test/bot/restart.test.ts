import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { type BotHandlers, dedupHandlers } from "../../src/bot/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { createDispatchDedup } from "../../src/index.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { botWorld, connectBot, Gates } from "../support/bot/bot.ts";
import { acked, durableBot, passing } from "../support/bot/durable-bot.ts";
import { calm } from "../support/calm.ts";

const alice = { user: "alice" };

test("what was acknowledged runs after a restart, in order and before what is new", async () => {
  const { feishu, say, until, world, start } = await durableBot(passing);
  const first = await start();
  for (const text of ["one", "two", "three"]) feishu.deliver(say.text(alice, text));
  await acked(world);
  await until("the first turn", () => first.gates.begun.length === 1);
  await first.stop();
  first.gates.open("one");
  const second = await start();
  feishu.deliver(say.text(alice, "new"));
  for (const name of ["new", "three", "two", "one"]) second.gates.open(name);
  await until("all", () => second.gates.ended.length === 4);
  expect(second.gates.ended).toEqual(["one", "two", "three", "new"]);
  await expect.poll(() => second.inbox.stats()).toMatchObject({ pending: 0, dead: 0 });
});

test("what has ended does not run again after a restart, under whatever ids it comes", async () => {
  const { feishu, say, until, world, start } = await durableBot(passing);
  const first = await start();
  const message = say.text(alice, "one");
  first.gates.open("one");
  feishu.deliver(message);
  await until("the end", () => first.gates.ended.length === 1);
  await first.stop();
  const second = await start();
  feishu.deliver({ ...message, header: { ...message.header, event_id: "another" } });
  feishu.deliver(say.text(alice, "two"));
  await acked(world);
  second.gates.open("two");
  await until("the other", () => second.gates.ended.length === 1);
  expect(second.gates.begun).toEqual(["two"]);
});

test("a turn that ends because the engine is closed runs again, as the next attempt", async () => {
  const begun: number[] = [];
  const slow: BotHandlers = {
    "im.message.receive_v1": async (_, { attempt, signal }) => {
      begun.push(attempt);
      if (attempt === 1) await setTimeout(60_000, undefined, { signal });
    },
  };
  const { feishu, say, start } = await durableBot(() => slow);
  const first = await start();
  feishu.deliver(say.text(alice, "one"));
  await expect.poll(() => begun).toEqual([1]);
  await first.dedup.close({ timeoutMs: 0 });
  await calm(5);
  expect(await first.inbox.stats()).toMatchObject({ pending: 1, done: 0 });
  await first.stop();
  const second = await start();
  await expect.poll(() => second.inbox.stats()).toMatchObject({ pending: 0, done: 1 });
  expect(begun).toEqual([1, 2]);
});

test("what is new waits until everything that was left has its place", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const inbox = createMemoryInbox();
  const left = world.say.text(alice, "left");
  const sessionKey = `agent:main:feishu:direct:${left.event.sender.sender_id.open_id}`;
  await inbox.claim({ event: left, ids: ["left"], sessionKey, account: "default", transport: "websocket" });
  const { promise: read, resolve: go } = Promise.withResolvers<void>();
  const pending = inbox.pending.bind(inbox);
  inbox.pending = async function* slowly() {
    await read;
    yield* pending();
  };
  await connectBot(world, passing(gates), { inbox });
  const delivery = world.feishu.deliver(world.say.text(alice, "new"));
  await world.until("it to come", () => delivery.attempts.length === 1);
  await setTimeout(20);
  go();
  for (const name of ["new", "left"]) gates.open(name);
  await world.until("both", () => gates.ended.length === 2);
  expect(gates.begun).toEqual(["left", "new"]);
});

test("how old a message is, is judged as of when it was accepted, however long it was left", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const hourAgo = Date.now() - 3_600_000;
  const left = new EventMaker({ now: () => hourAgo }).text(alice, "left");
  const inbox = createMemoryInbox({ now: () => hourAgo });
  await inbox.claim({
    ...{ event: left, ids: ["left"], sessionKey: "s" },
    ...{ account: "default", transport: "websocket" as const },
  });
  gates.open("left");
  await connectBot(world, passing(gates), { inbox, dedup: createDispatchDedup({ maxAgeMs: 60_000 }) });
  await world.until("it", () => gates.ended.length === 1);
});

test("a time for the next attempt that is a day ahead is a clock that was wrong: no wait is longer than the longest", async () => {
  const inbox = createMemoryInbox();
  const event = new EventMaker().text(alice, "one");
  const claim = {
    event,
    ids: ["event:one"],
    sessionKey: "s",
    account: "default",
    transport: "websocket",
  } as const;
  const { id } = await inbox.claim(claim);
  await inbox.start(id);
  await inbox.fail(id, { error: "no", retryAt: Date.now() + 86_400_000 });
  const begun: number[] = [];
  const handlers: BotHandlers = {
    "im.message.receive_v1": (_, { attempt }) => void begun.push(attempt),
  };
  const dedup = createDispatchDedup();
  dedupHandlers(handlers, { inbox, dedup, retry: { maxDelayMs: 20 } });
  await expect.poll(() => begun).toEqual([2]);
  await dedup.close();
});

test("a handler that ends its process each time is given up at last", async () => {
  const begun: number[] = [];
  const givenUp: unknown[] = [];
  const fatal: BotHandlers = {
    "im.message.receive_v1": async (_, { attempt, signal }) => {
      begun.push(attempt);
      await setTimeout(60_000, undefined, { signal });
    },
  };
  const { feishu, say, start } = await durableBot(() => fatal, {
    onGivenUp: (error) => void givenUp.push(error),
  });
  for (const attempt of [1, 2, 3]) {
    const bot = await start();
    if (attempt === 1) feishu.deliver(say.text(alice, "one"));
    await expect.poll(() => begun.length).toBe(attempt);
    await bot.stop();
  }
  const { inbox } = await start();
  await expect
    .poll(() => inbox.list({ status: "dead" }))
    .toMatchObject([{ attempts: 4, error: expect.stringContaining("ERR_TOO_MANY_ATTEMPTS") }]);
  expect(begun).toEqual([1, 2, 3]);
  expect(givenUp).toMatchObject([{ code: "ERR_TOO_MANY_ATTEMPTS" }]);
});
