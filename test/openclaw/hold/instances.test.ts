import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

test("messages that come through different instances wait for each other", async () => {
  const host = new FakeHost().load().load();
  const first = await host.send({ instance: 0 });
  const second = await host.send({ instance: 1 });
  expect(second.told).toBeUndefined();
  await first.finish();
  expect(second.running).toBe(true);
});

test("a duplicate that comes through another instance is dropped", async () => {
  const host = new FakeHost().load().load();
  await host.send({ instance: 0, id: "om_a", text: "hi", at: 1 });
  expect((await host.send({ instance: 1, id: "om_b", text: "hi", at: 1 })).dropped).toBe(true);
});

test("a new config takes effect at once when nothing is held", async () => {
  const host = new FakeHost().load().load({ channels: ["lark"] });
  await host.send({ channel: "feishu" });
  expect((await host.send({ channel: "feishu" })).running).toBe(true);
});

test("a new config waits for a restart while messages are held: two engines would be two queues", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  host.load({ maxQueued: 3 });
  expect(host.lines("warn", "takes effect when the gateway is restarted")).toHaveLength(1);
  const second = await host.send({ instance: 1 });
  expect(second.told).toBeUndefined();
  await first.finish();
  expect(second.running).toBe(true);
});

test("a gateway that starts says once what is held", () => {
  const host = new FakeHost().load().load();
  host.start();
  expect(host.lines("info")).toEqual([
    "info feishu-dispatch-dedup: one turn at a time per session: channels feishu, openclaw-lark; chats p2p; /new queue; other channels wait",
  ]);
});

test("a gateway that stops waits for the turns that run and wait", async () => {
  const host = new FakeHost().load().load();
  const first = await host.send();
  const second = await host.send();
  const stopped = host.stop({ afterMs: 0 });
  await first.finish();
  expect(second.running).toBe(true);
  await second.finish();
  await host.pass(250);
  await stopped;
  expect(host.lines("info", "since the start: entered=2 released=2")).toHaveLength(1);
  expect(host.clock.countTimers()).toBe(0);
});

test("a gateway that stops waits for what has waited in the channel's own queue, too", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const stopped = host.stop({ afterMs: 0 });
  await first.finish();
  await host.pass(249);
  const next = await host.send();
  await host.pass(1_000);
  expect(host.lines("info", "since the start")).toEqual([]);
  await next.finish();
  await host.pass(250);
  await stopped;
  expect(host.lines("info", "since the start: entered=2 released=2")).toHaveLength(1);
});

test("a gateway that stops lets go what takes too long, and starts again in the same process", async () => {
  const host = new FakeHost().load();
  await host.send();
  const waiting = await host.send();
  await host.stop({ afterMs: 15_000 });
  expect(waiting.told).toEqual({ result: undefined });
  expect(host.clock.countTimers()).toBe(0);
  expect(host.listeners.size).toBe(0);
  host.load();
  expect((await host.send({ instance: 1 })).running).toBe(true);
  expect(host.lines("info", "since the start: entered=2")).toHaveLength(1);
  await host.stop({ afterMs: 15_000 });
  expect(host.lines("info", "since the start: entered=3")).toHaveLength(1);
});

test("a host that knows of restarts is told that the config needs one", () => {
  const told: string[][] = [];
  new FakeHost().load({}, { registerReload: ({ restartPrefixes }) => void told.push(restartPrefixes) });
  expect(told).toEqual([["plugins.entries.feishu-dispatch-dedup"]]);
});
