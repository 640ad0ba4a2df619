import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

test("a turn whose end is never reported lets go after maxHoldMs, with a warning that names the session", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  await host.send({ session: "agent:main:s" });
  const next = await host.send({ session: "agent:main:s" });
  await host.pass(19_999);
  expect(next.told).toBeUndefined();
  await host.pass(1);
  expect(next.running).toBe(true);
  expect(host.lines("warn", "session=agent:main:s")).toHaveLength(1);
});

test("a turn that ends in time leaves no warning and no timer", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  await (await host.send()).finish();
  expect(host.clock.countTimers()).toBe(0);
  await host.pass(20_000);
  expect(host.lines("warn", "let go")).toEqual([]);
});

test("what the host still runs is not let go, however long it takes", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  host.stillRuns = true;
  const first = await host.send();
  const second = await host.send();
  await host.pass(140_000);
  expect(second.told).toBeUndefined();
  expect(host.lines("info", "held on after 20000 ms")).toHaveLength(5);
  await first.finish();
  expect(second.running).toBe(true);
});

test("when the host has stopped running it without a report, it is let go", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  host.stillRuns = true;
  await host.send();
  const second = await host.send();
  await host.pass(20_000);
  host.stillRuns = false;
  await host.pass(29_999);
  expect(second.told).toBeUndefined();
  await host.pass(1);
  expect(second.running).toBe(true);
});

test("replies that are never out are bounded by maxHoldMs as well", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  const first = await host.send();
  await first.finish({ sent: false });
  const next = await host.send();
  await host.pass(20_000);
  expect(next.running).toBe(true);
});

test.each([
  ["under its full id", { MessageSidFull: "om_full" }],
  ["for the surface it came through", { Surface: "webchat" }],
])("a turn that is reported %s ends, too", async (_, message) => {
  const host = new FakeHost().load();
  const first = await host.send({ message });
  const next = await host.send();
  await first.finish();
  expect(next.running).toBe(true);
});

test("/new waits for the running turn by default", async () => {
  const host = new FakeHost().load();
  await host.send();
  expect((await host.send({ text: "/new" })).told).toBeUndefined();
  expect(host.aborted).toEqual([]);
});

test('/new with onNew "interrupt" aborts the turn, drops what waits and runs after the turn has ended', async () => {
  const host = new FakeHost().load({ onNew: "interrupt" });
  const first = await host.send({ session: "agent:main:s" });
  const waiting = await host.send({ session: "agent:main:s" });
  const reset = await host.send({ session: "agent:main:s", text: "/new" });
  expect(host.aborted).toEqual(["agent:main:s"]);
  expect(waiting.reported).toBe("skipped feishu-dispatch-dedup:interrupted");
  expect(reset.told).toBeUndefined();
  await first.finish({ outcome: "skipped" });
  await host.pass(250);
  expect(reset.running).toBe(true);
});

test("an interrupting /new does not touch what the host has already", async () => {
  const host = new FakeHost().load({ onNew: "interrupt", maxWaitMs: 1_000 });
  await host.send();
  const passed = await host.send();
  await host.pass(1_000);
  await host.send({ text: "/new" });
  expect(passed.reported).toBeUndefined();
  expect(passed.running).toBe(true);
});

test("a turn that cannot be aborted is reported", async () => {
  const host = new FakeHost().load({ onNew: "interrupt" });
  host.abortFails = new Error("no such run");
  await host.send();
  await host.send({ text: "/new" });
  expect(host.lines("warn", "no such run")).toHaveLength(1);
});

test("the log tells of every step, and never the text", async () => {
  const host = new FakeHost().load();
  const first = await host.send({ text: "secret one" });
  await host.send({ text: "secret two" });
  await first.finish();
  const steps = host.lines("debug").map((line) => line.split(" ")[2]);
  expect(steps).toEqual(["started", "held", "started", "released"]);
  expect(host.logged.join()).not.toContain("secret");
});
