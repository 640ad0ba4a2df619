import { once } from "node:events";
import type { WSClient } from "@larksuiteoapi/node-sdk";
import { createClock } from "@sinonjs/fake-timers";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import {
  DEMO_APP,
  type Delivery,
  EventMaker,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "../../../src/stand-in/index.ts";
import { sdkConnection } from "../../support/stand-in/clients.ts";

const cleanups: Array<() => unknown> = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const say = new EventMaker();
const MESSAGE = "im.message.receive_v1";

async function start(options: StandInOptions = {}): Promise<StandIn> {
  const feishu = await startStandIn(options);
  cleanups.push(() => feishu.close());
  return feishu;
}

async function connect(feishu: StandIn, handlers: Parameters<typeof sdkConnection>[1]): Promise<WSClient> {
  const client = await sdkConnection(feishu, handlers);
  cleanups.push(() => client.close({ force: true }));
  return client;
}

test("an event reaches the official client, and its acknowledgement comes back", async () => {
  const feishu = await start();
  const seen: unknown[] = [];
  await connect(feishu, { [MESSAGE]: (event) => void seen.push(event.message) });
  const event = say.text({ user: "alice", thread: "t1" }, "hello");
  const delivery = feishu.deliver(event);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(seen).toEqual([event.event.message]);
  expect(delivery.attempts).toMatchObject([{ number: 1, outcome: "acked", code: 200 }]);
});

test("an event goes elsewhere than another one, and to nobody while there is only that connection", async () => {
  const feishu = await start({ timings: { ackTimeoutMs: 1000, redeliveryMs: [] } });
  const connectOne = () => connect(feishu, { [MESSAGE]: () => {} });
  const deliver = async (elsewhereThan?: Delivery) => {
    const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"), elsewhereThan && { elsewhereThan });
    await feishu.changes.until("an end of the attempt", () => delivery.state !== "open");
    return delivery;
  };
  await connectOne();
  const first = await deliver();
  expect(first.attempts).toMatchObject([{ connection: 1, outcome: "acked" }]);
  expect((await deliver(first)).attempts).toMatchObject([{ outcome: "unreachable" }]);
  await connectOne();
  for (let times = 0; times < 10; times += 1)
    expect((await deliver(first)).attempts).toMatchObject([{ connection: 2, outcome: "acked" }]);
  const both = feishu.deliver(say.text({ user: "alice" }, "hello"), { copies: 20 });
  await feishu.changes.until("all acks", () => both.attempts.every(({ outcome }) => outcome === "acked"));
  expect((await deliver(both)).attempts).toMatchObject([{ outcome: "unreachable" }]);
});

test("a large event is split over frames and arrives whole", async () => {
  const feishu = await start({ chunkBytes: 1000 });
  const seen: unknown[] = [];
  await connect(feishu, { [MESSAGE]: (event) => void seen.push(event.message) });
  const event = say.text({ user: "alice" }, "消息🙂".repeat(5000));
  const delivery = feishu.deliver(event);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(seen).toEqual([event.event.message]);
});

test("what the handler of a card action returns comes back as data", async () => {
  const feishu = await start();
  const toast = { toast: { type: "info", content: "好的" } };
  await connect(feishu, { "card.action.trigger": () => toast });
  const delivery = feishu.deliver(say.cardAction({ user: "alice" }, "om_1", { go: 1 }));
  await feishu.changes.until("the answer", () => delivery.state === "acked");
  expect(delivery.attempts[0]?.data).toEqual(toast);
});

test("a refused event is delivered again after 15 s, 5 min, 1 h and 6 h, then given up", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  await connect(feishu, { [MESSAGE]: () => Promise.reject(new Error("not now")) });
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  for (const wait of [15_000, 300_000, 3_600_000, 21_600_000]) {
    await feishu.changes.until("the next attempt to be planned", () => delivery.nextAt !== undefined);
    expect(delivery.nextAt).toBe(clock.now + wait);
    clock.tick(wait);
  }
  await feishu.changes.until("giving up", () => delivery.state === "given-up");
  const attempts = delivery.attempts.map(({ number, at, outcome, code }) => [number, at, outcome, code]);
  expect(attempts).toEqual([
    [1, 0, "refused", 500],
    [2, 15_000, "refused", 500],
    [3, 315_000, "refused", 500],
    [4, 3_915_000, "refused", 500],
    [5, 25_515_000, "refused", 500],
  ]);
});

test("no answer within 3 s is a redelivery; a late one is noted and changes nothing", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  const gates: Array<() => void> = [];
  await connect(feishu, { [MESSAGE]: () => new Promise<void>((resolve) => gates.push(resolve)) });
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the event to arrive", () => gates.length === 1);
  clock.tick(3000);
  await feishu.changes.until("the next attempt to be planned", () => delivery.nextAt === 18_000);
  gates[0]?.();
  await feishu.changes.until("the late answer", () => delivery.attempts[0]?.answeredMs === 3000);
  expect(delivery.attempts[0]?.outcome).toBe("timeout");
  clock.tick(15_000);
  await feishu.changes.until("the redelivery to arrive", () => gates.length === 2);
  gates[1]?.();
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(delivery.attempts).toHaveLength(2);
});

test("a card action is not delivered again", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  await connect(feishu, { "card.action.trigger": () => Promise.reject(new Error("no")) });
  const delivery = feishu.deliver(say.cardAction({ user: "alice" }, "om_1", {}));
  await feishu.changes.until("giving up", () => delivery.state === "given-up");
  clock.tick(86_400_000);
  expect(delivery.attempts).toHaveLength(1);
});

test("a lost acknowledgement and a copy are deliveries the bot sees again", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  const seen: unknown[] = [];
  await connect(feishu, { [MESSAGE]: (event) => void seen.push(event.event_id) });
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"), { copies: 2, loseAcks: 1 });
  const next = feishu.deliver(say.text({ user: "alice" }, "next"));
  await feishu.changes.until("the next one's acknowledgement", () => next.state === "acked");
  expect(delivery.attempts.map(({ outcome }) => outcome)).toEqual(["pending", "pending"]);
  clock.tick(3000);
  await feishu.changes.until("the next attempt to be planned", () => delivery.nextAt === 18_000);
  clock.tick(15_000);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(seen.filter((id) => id === delivery.eventId)).toHaveLength(3);
});

test("each event goes to one of the connections, chosen by the seed", async () => {
  const choices: Array<Array<string | undefined>> = [];
  for (const seed of [7, 7, 8]) {
    const feishu = await start({ seed });
    const got = new Map<unknown, string>();
    for (const name of ["a", "b", "c"])
      await connect(feishu, {
        [MESSAGE]: ({ event_id: id }) => void got.set(id, `${got.get(id) ?? ""}${name}`),
      });
    const all = Array.from({ length: 30 }, (_, i) => feishu.deliver(say.text({ user: "bob" }, `${i}`)));
    await feishu.changes.until("all of them", () => all.every(({ state }) => state === "acked"));
    expect(new Set(got.values())).toEqual(new Set(["a", "b", "c"]));
    choices.push(all.map(({ eventId }) => got.get(eventId)));
  }
  expect(choices[0]).toEqual(choices[1]);
  expect(choices[0]).not.toEqual(choices[2]);
});

test("events overtake each other when they are shuffled, the same way for the same seed", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now, faults: { shuffleMs: 500 }, seed: 3 });
  const texts = ["1", "2", "3", "4", "5", "6"];
  for (const text of texts) feishu.deliver(say.text({ user: "alice" }, text));
  const order: string[] = [];
  feishu.changes.on("sent", (delivery) => order.push(delivery.eventId));
  clock.tick(500);
  const given = feishu.deliveries.map(({ eventId }) => eventId);
  expect(order).not.toEqual(given);
  expect(order.toSorted()).toEqual(given.toSorted());
});

test("the client comes back after a cut, and what was not acknowledged is delivered again", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  const seen: string[] = [];
  await connect(feishu, { [MESSAGE]: (event) => void seen.push(String(event.event_id)) });
  feishu.cutConnections();
  await feishu.changes.until("the cut", () => feishu.connections() === 0);
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the failure", () => delivery.nextAt === 15_000);
  expect(delivery.attempts[0]?.outcome).toBe("unreachable");
  await feishu.changes.until("the reconnect", () => feishu.connections() === 1);
  clock.tick(15_000);
  await feishu.changes.until("the acknowledgement", () => delivery.state === "acked");
  expect(seen).toEqual([delivery.eventId]);
});

test("frames of type card are dropped by the official client, so they are never acknowledged", async () => {
  const clock = createClock();
  const feishu = await start({ timers: clock, now: () => clock.now });
  const seen: unknown[] = [];
  await connect(feishu, { [MESSAGE]: (event) => void seen.push(event), "card.action.trigger": () => ({}) });
  const card = feishu.deliver(say.cardAction({ user: "alice" }, "om_1", {}), { type: "card" });
  const after = feishu.deliver(say.text({ user: "alice" }, "hello"));
  await feishu.changes.until("the message after it", () => after.state === "acked");
  expect(card.attempts[0]?.outcome).toBe("pending");
});

test("a wrong secret, an unknown ticket and a 51st connection are refused", async () => {
  const feishu = await start();
  const endpoint = async (AppSecret: string) => {
    const body = JSON.stringify({ AppID: DEMO_APP.appId, AppSecret });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${feishu.url}/callback/ws/endpoint`, { method: "POST", headers, body });
    return response.json();
  };
  expect(await endpoint("wrong")).toMatchObject({ code: 514 });
  for (let open = 0; open < 50; open += 1) await connect(feishu, {});
  expect(await endpoint(DEMO_APP.appSecret)).toMatchObject({ code: 1000040350 });
  const stranger = new WebSocket(`${feishu.url.replace("http", "ws")}/ws/v2?ticket=none`);
  await once(stranger, "error");
  expect(feishu.connections()).toBe(50);
});
