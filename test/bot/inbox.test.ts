import { setTimeout } from "node:timers/promises";
import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { expect, test } from "vitest";
import { type BotHandlers, dedupHandlers } from "../../src/bot/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { openSqliteInboxAdmin } from "../../src/inbox/sqlite.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { botWorld, connectBot, Gates, textOf } from "../support/bot/bot.ts";
import { acked, durableBot, passing } from "../support/bot/durable-bot.ts";
import { calm } from "../support/calm.ts";
import { silent } from "../support/stand-in/clients.ts";

const alice = { user: "alice" };

test("a failure is tried again within its turn; what is given up is told once, and an operator puts it back", async () => {
  const givenUp: unknown[] = [];
  const attempts: string[] = [];
  const { feishu, say, until, file, start } = await durableBot(
    (gates) => ({
      "im.message.receive_v1": ({ message }, { attempt }) => {
        const text = textOf(message);
        attempts.push(`${text} ${attempt}`);
        if (text === "bad" && attempts.length < 4) throw new Error("no");
        return gates.pass(text);
      },
    }),
    { onGivenUp: (error) => void givenUp.push(error) },
  );
  const { gates, inbox } = await start();
  for (const text of ["bad", "good"]) {
    gates.open(text);
    feishu.deliver(say.text(alice, text));
  }
  await until("the other", () => gates.ended.length === 1);
  expect(attempts).toEqual(["bad 1", "bad 2", "bad 3", "good 1"]);
  expect(givenUp).toEqual([new Error("no")]);
  const admin = await openSqliteInboxAdmin({ file });
  const [dead] = await admin.list({ status: "dead" });
  expect(dead).toMatchObject({ error: "unexpected Error, see the log", attempts: 3 });
  await admin.retry(dead?.id ?? 0);
  await admin.close();
  await until("the one that was put back", () => gates.ended.length === 2);
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0, dead: 0 });
});

test("an event that cannot be kept is delivered again, and runs once", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const inbox = createMemoryInbox();
  const claim = inbox.claim.bind(inbox);
  let fails = 2;
  inbox.claim = async (entry) => {
    if (fails-- > 0) throw new Error("disk full");
    return claim(entry);
  };
  await connectBot(world, passing(gates), { inbox });
  const delivery = world.feishu.deliver(world.say.text(alice, "one"));
  gates.open("one");
  await acked(world);
  await world.until("the end", () => gates.ended.length === 1);
  expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "acked"]);
  expect(gates.begun).toEqual(["one"]);
});

test("what is cancelled while it waits has ended in the inbox as well", async () => {
  const { feishu, say, until, world, start } = await durableBot(passing, {});
  const { gates, inbox, dedup } = await start();
  for (const text of ["one", "two"]) feishu.deliver(say.text(alice, text));
  await acked(world);
  await until("the turn", () => gates.begun.length === 1);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  gates.open("one");
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0, done: 2 });
  expect(gates.begun).toEqual(["one"]);
});

test("a turn that is cancelled has not failed: it ends in the inbox, and does not run again", async () => {
  const begun: number[] = [];
  const { feishu, say, start } = await durableBot(() => ({
    "im.message.receive_v1": async (_, { attempt, signal }) => {
      begun.push(attempt);
      await setTimeout(60_000, undefined, { signal });
    },
  }));
  const { inbox, dedup } = await start();
  feishu.deliver(say.text(alice, "one"));
  await expect.poll(() => begun).toEqual([1]);
  for (const { key } of dedup.sessions()) dedup.cancel(key);
  await expect.poll(() => inbox.list()).toMatchObject([{ status: "done", outcome: "stopped" }]);
  expect(begun).toEqual([1]);
});

test("between two attempts it waits, and its session with it", async () => {
  const world = await botWorld();
  const begun: string[] = [];
  const inbox = createMemoryInbox();
  const minute = { firstDelayMs: 60_000, maxDelayMs: 60_000 };
  const failing = ({ message }: { message: { content: string } }) => {
    begun.push(textOf(message));
    throw new Error("no");
  };
  await connectBot(world, { "im.message.receive_v1": failing }, { inbox, retry: minute });
  for (const text of ["one", "two"]) world.feishu.deliver(world.say.text(alice, text));
  await acked(world);
  const [row] = await inbox.list();
  await expect.poll(async () => (await inbox.get(row?.id ?? 0))?.retryAt).toBeTypeOf("number");
  await calm(10);
  expect(begun).toEqual(["one"]);
});

test("what waits for the same work runs by itself when that could not be kept", async () => {
  const say = new EventMaker();
  const inbox = createMemoryInbox();
  const claim = inbox.claim.bind(inbox);
  inbox.claim = async () => {
    inbox.claim = claim;
    await calm(5);
    throw new Error("disk full");
  };
  const heard: string[] = [];
  const handlers: BotHandlers = { "im.message.receive_v1": ({ message }) => heard.push(textOf(message)) };
  const dispatcher = new EventDispatcher({ logger: silent }).register(dedupHandlers(handlers, { inbox }));
  const event = say.text(alice, "one");
  const taken = await Promise.allSettled([dispatcher.invoke(event), dispatcher.invoke(event)]);
  expect(taken.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  await expect.poll(() => inbox.stats()).toMatchObject({ pending: 0, done: 1 });
  expect(heard).toEqual(["one"]);
});

test("an inbox that several processes share is refused", () => {
  const inbox = Object.assign(createMemoryInbox(), { sharing: { epochOf: () => 1, leave: async () => {} } });
  expect(() => dedupHandlers({}, { inbox })).toThrow(/^inbox: expected one that is this process's alone/);
});
