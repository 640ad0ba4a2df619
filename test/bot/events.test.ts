import { EventDispatcher } from "@larksuiteoapi/node-sdk";
import { expect, test } from "vitest";
import { dedupHandlers } from "../../src/bot/index.ts";
import { parseEvent } from "../../src/feishu/index.ts";
import { botWorld, connectBot, Gates } from "../support/bot/bot.ts";
import { silent } from "../support/stand-in/clients.ts";

const alice = { user: "alice" };

test("handlers get what the SDK would have given them, and parseEvent reads it", async () => {
  const world = await botWorld();
  const got: Array<{ data: object; type: string | undefined }> = [];
  const keep = (data: object, { event }: { event: unknown }) => {
    got.push({ data, type: parseEvent(data).header.event_type });
    expect(parseEvent(data)).toEqual(event);
  };
  const direct: object[] = [];
  const say = world.say;
  const events = [
    say.text(alice, "hello"),
    say.reaction(alice, "om_1", "OK"),
    say.cardAction(alice, "om_1", { a: 1 }),
    say.menu(alice, "key"),
    say.recall(alice, "om_2"),
  ];
  const types = events.map(({ header }) => header.event_type);
  await connectBot(world, Object.fromEntries(types.map((type) => [type, keep])));
  for (const event of events) world.feishu.deliver(event);
  await world.until("all", () => got.length === events.length);
  const plain = new EventDispatcher({ logger: silent }).register(
    Object.fromEntries(types.map((type) => [type, (data: object) => void direct.push(data)])),
  );
  for (const event of events) await plain.invoke(JSON.parse(JSON.stringify(event)));
  const fieldsOf = (all: object[]) => all.map((data) => Object.fromEntries(Object.entries(data)));
  expect(fieldsOf(got.map(({ data }) => data))).toEqual(expect.arrayContaining(fieldsOf(direct)));
});

test("an event of a type that is not known here runs once, and beside its person's turns", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const message = world.say.text(alice, "long");
  const type = "an.event.of_tomorrow_v1";
  await connectBot(world, {
    "im.message.receive_v1": () => gates.pass("message"),
    [type]: (data: { event_id: string }, { event }) => {
      expect(event).toBeUndefined();
      return gates.pass(data.event_id);
    },
  });
  world.feishu.deliver(message);
  await world.until("the turn", () => gates.begun.length === 1);
  const other = { ...message, header: { ...message.header, event_id: "e-other", event_type: type } };
  const deliveries = [1, 2].map(() => world.feishu.deliver(other));
  await world.until("the acks", () => deliveries.every(({ state }) => state === "acked"));
  expect(gates.begun).toEqual(["message", "e-other"]);
  for (const name of gates.begun) gates.open(name);
  await world.until("the end", () => gates.ended.length === 2);
});

test("what asks for no work waits for nobody, and nobody for it", async () => {
  const world = await botWorld();
  const gates = new Gates(world.feishu);
  const message = world.say.text(alice, "long");
  const read = "im.message.message_read_v1";
  await connectBot(world, {
    "im.message.receive_v1": () => gates.pass("message"),
    [read]: () => gates.pass("read"),
  });
  world.feishu.deliver(message);
  await world.until("the turn", () => gates.begun.length === 1);
  const reader = { reader_id: message.event.sender.sender_id, read_time: "1" };
  const header = { ...message.header, event_id: "e-read", event_type: read };
  world.feishu.deliver({ ...message, header, event: { reader, message_id_list: ["om_1"] } });
  await world.until("both", () => gates.begun.length === 2);
  for (const name of gates.begun) gates.open(name);
  await world.until("the end", () => gates.ended.length === 2);
});

test("what is not Feishu's is dropped with a line in the log, and nothing of it is in there", async () => {
  const world = await botWorld();
  const got: unknown[] = [];
  await connectBot(world, { "im.message.receive_v1": (data) => got.push(data) });
  const event = world.say.text(alice, "top secret");
  const broken = { ...event, event: { ...event.event, message: { ...event.event.message, chat_id: 7 } } };
  const delivery = world.feishu.deliver(broken);
  await world.until("the ack", () => delivery.state === "acked");
  expect([got, world.log.lines.map(({ level }) => level)]).toEqual([[], ["error"]]);
  expect(world.log.text()).not.toContain("top secret");
});

test.each([null, {}, "text", 7])("a handler that is %j is refused by name", (handler) => {
  const handlers = { "im.message.receive_v1": handler as never };
  expect(() => dedupHandlers(handlers)).toThrow(
    /^handlers: im\.message\.receive_v1: expected a function, got /,
  );
});
