import { expect, test } from "vitest";
import { createDispatchDedup } from "../../src/index.ts";
import { botWorld, connectBot, Gates, reply, textOf } from "../support/bot/bot.ts";

const alice = { user: "alice" };

test("each message is answered once, in order, however unevenly long that takes", async () => {
  const world = await botWorld({ timings: { ackTimeoutMs: 20, redeliveryMs: [20, 40, 80, 160, 320] } });
  const { feishu, client, say } = world;
  const gates = new Gates(feishu);
  await connectBot(world, {
    "im.message.receive_v1": async ({ message }, { dispatch }) => {
      await gates.pass(textOf(message));
      await reply(client, message.message_id, `re: ${dispatch.text}`);
    },
  });
  const messages = ["long", "short", "middle"].map((text) => say.text(alice, text));
  for (const message of messages) feishu.deliver(message, { copies: 2 });
  feishu.deliver(say.text({ user: "bob" }, "other"));
  await world.until("both sessions", () => gates.begun.length === 2);
  expect(gates.begun).toEqual(["long", "other"]);
  for (const name of ["other", "short", "middle", "long"]) gates.open(name);
  expect(await world.replies(4)).toEqual(["re: other", "re: long", "re: short", "re: middle"]);
  for (const message of messages)
    feishu.deliver({ ...message, header: { ...message.header, event_id: "again" } });
  await world.until("acks", () => feishu.deliveries.every(({ state }) => state === "acked"));
  expect(gates.begun).toEqual(["long", "other", "short", "middle"]);
  expect(world.log.lines).toEqual([]);
});

test("an event is acknowledged while its handler runs, so that Feishu does not deliver it again", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  await connectBot(world, { "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)) });
  const deliveries = ["one", "two"].map((text) => world.feishu.deliver(world.say.text(alice, text)));
  await world.until("both acks", () => deliveries.every(({ state }) => state === "acked"));
  expect(deliveries.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
  expect([gates.begun, gates.ended]).toEqual([["one"], []]);
  for (const name of ["one", "two"]) gates.open(name);
  await world.until("the end", () => gates.ended.length === 2);
});

test("what runs is as long as the handler: a failure is told, and the next one has its turn", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const givenUp: unknown[] = [];
  const onGivenUp = (error: unknown) => void givenUp.push(error);
  await connectBot(
    world,
    { "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)) },
    { onGivenUp },
  );
  for (const text of ["bad", "good"]) world.feishu.deliver(world.say.text(alice, text));
  await world.until("the first", () => gates.begun.length === 1);
  gates.fail("bad");
  gates.open("good");
  await world.until("the end", () => gates.ended.length === 2);
  expect(givenUp).toEqual([new Error("bad failed")]);
  expect(world.log.lines.map(({ level }) => level)).toEqual(["error"]);
});

test("/stop reaches its handler at once, and the engine can be asked to cancel the turn", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const dedup = createDispatchDedup();
  const aborted: unknown[] = [];
  await connectBot(
    world,
    {
      "im.message.receive_v1": async ({ message }, { dispatch, signal }) => {
        if (dispatch.text === "/stop") return void dedup.cancel(dispatch.sessionKey);
        signal.addEventListener("abort", () => gates.open(textOf(message)));
        await gates.pass(textOf(message));
        aborted.push(signal.reason.code);
      },
    },
    { dedup },
  );
  world.feishu.deliver(world.say.text(alice, "long"));
  await world.until("the turn", () => gates.begun.length === 1);
  world.feishu.deliver(world.say.text(alice, "/stop"));
  await world.until("its end", () => aborted.length === 1);
  expect(aborted).toEqual(["ERR_TURN_INTERRUPTED"]);
});

test("a message that is recalled while it waits gets no turn, though the author has no handler for recalls", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  await connectBot(world, { "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)) });
  const waits = world.say.text(alice, "waits");
  world.feishu.deliver(world.say.text(alice, "first"));
  world.feishu.deliver(waits);
  const recall = world.feishu.deliver(world.say.recall(alice, waits.event.message.message_id));
  await world.until("the recall", () => recall.state === "acked" && gates.begun.length === 1);
  world.feishu.deliver(world.say.text(alice, "last"));
  for (const name of ["first", "waits", "last"]) gates.open(name);
  await world.until("the end", () => gates.ended.includes("last"));
  expect(gates.ended).toEqual(["first", "last"]);
});

test("a session that is full refuses what comes, for Feishu to deliver it again", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const dedup = createDispatchDedup({ maxQueued: 1 });
  await connectBot(
    world,
    { "im.message.receive_v1": ({ message }) => gates.pass(textOf(message)) },
    { dedup },
  );
  const [one, two, three] = ["1", "2", "3"].map((text) => world.feishu.deliver(world.say.text(alice, text)));
  await world.until("the refusal", () => three?.attempts[0]?.outcome === "refused");
  expect([one?.attempts[0]?.outcome, two?.attempts[0]?.outcome]).toEqual(["acked", "acked"]);
  for (const name of ["1", "2", "3"]) gates.open(name);
  await world.until("the end", () => gates.ended.length === 3);
  expect(gates.ended).toEqual(["1", "2", "3"]);
});
