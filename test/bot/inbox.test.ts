import { expect, test } from "vitest";
import { dedupHandlers } from "../../src/bot/index.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { openSqliteInboxAdmin } from "../../src/inbox/sqlite.ts";
import { botWorld, connectBot, Gates, textOf } from "../support/bot/bot.ts";
import { acked, durableBot, passing } from "../support/bot/durable-bot.ts";

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

test("an inbox that several processes share is refused", () => {
  const inbox = Object.assign(createMemoryInbox(), { sharing: { epochOf: () => 1, leave: async () => {} } });
  expect(() => dedupHandlers({}, { inbox })).toThrow(/^inbox: expected one that is this process's alone/);
});
