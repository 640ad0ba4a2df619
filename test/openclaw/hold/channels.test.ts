import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const UI = { channel: "webchat" };

test.each(["feishu", "openclaw-lark", "Feishu"])("%s is held by default", async (channel) => {
  const host = new FakeHost().load();
  await host.send({ channel });
  expect((await host.send({ channel })).told).toBeUndefined();
});

test("any channel can be held by name, and only those", async () => {
  const host = new FakeHost().load({ channels: ["telegram"] });
  await host.send({ channel: "telegram", session: "s" });
  expect((await host.send({ channel: "telegram", session: "s" })).told).toBeUndefined();
  await host.send({ session: "t" });
  expect((await host.send({ session: "t" })).running).toBe(true);
});

test("a message of another channel waits for a session that a Feishu message holds", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const other = await host.send(UI);
  expect(other.told).toBeUndefined();
  await first.finish();
  expect(other.running).toBe(true);
});

test("a Feishu message waits for one of another channel in a session that Feishu uses", async () => {
  const host = new FakeHost().load();
  await (await host.send()).finish();
  const other = await host.send(UI);
  const next = await host.send();
  expect(next.told).toBeUndefined();
  await other.finish();
  expect(next.running).toBe(true);
});

test("messages of other channels do not wait for each other", async () => {
  const host = new FakeHost().load();
  await (await host.send()).finish();
  await host.send(UI);
  expect((await host.send(UI)).running).toBe(true);
});

test("sessions that Feishu does not use are left alone", async () => {
  const host = new FakeHost().load();
  await host.send(UI);
  await host.send(UI);
  expect(host.logged).toEqual([]);
});

test("nothing of another channel is taken for a duplicate", async () => {
  const host = new FakeHost().load();
  await (await host.send()).finish();
  const same = { ...UI, id: "run-1", text: "hi", at: 1 };
  await (await host.send(same)).finish();
  expect((await host.send(same)).running).toBe(true);
});

test('other channels pass with otherChannels "pass"', async () => {
  const host = new FakeHost().load({ otherChannels: "pass" });
  await host.send();
  expect((await host.send(UI)).running).toBe(true);
});

test("without the host's diagnostics nothing is held, duplicates are dropped, and a warning says why", async () => {
  const host = new FakeHost({ diagnostics: { enabled: false } }).load();
  expect(host.lines("warn", "diagnostics.enabled is false")).toHaveLength(1);
  await host.send({ id: "om_a", text: "hi", at: 1 });
  expect((await host.send()).running).toBe(true);
  expect((await host.send({ id: "om_b", text: "hi", at: 1 })).dropped).toBe(true);
  expect(host.clock.countTimers()).toBe(0);
});

test("what the host calls a session does not steer whoever reads the log", async () => {
  const host = new FakeHost().load();
  await host.send({ session: "a\u001b[2J\u009bb\u202e" });
  expect(host.lines("debug", "a\\u001b[2J\\u009bb\\u202e")).not.toEqual([]);
  expect(host.logged.join("")).not.toMatch(/[\p{Cc}\u202e]/u);
});
