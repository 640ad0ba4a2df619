import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const MAX_WAIT_MS = 240_000;

test("a plain message passes to the host after the longest wait, and keeps its place", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const plain = await host.send();
  await host.pass(MAX_WAIT_MS - 1);
  const last = await host.send();
  expect(plain.told).toBeUndefined();
  await host.pass(1);
  expect(plain.running).toBe(true);
  await first.finish();
  expect(last.told).toBeUndefined();
  await plain.finish();
  expect(last.running).toBe(true);
  expect(host.lines("info", "passed on to the host")).toHaveLength(1);
});

test("on a host that gives up on nothing a message waits as long as a turn may take", async () => {
  const host = new FakeHost();
  host.hasWatchdog = false;
  host.load({ maxHoldMs: 600_000 });
  await host.send();
  await host.pass(1);
  const plain = await host.send();
  await host.pass(599_998);
  expect(plain.told).toBeUndefined();
  await host.pass(1);
  expect(plain.running).toBe(true);
  expect(host.lines("info", "passed on to the host")).toEqual([]);
});

test("an own maxWaitMs holds on every host", async () => {
  const host = new FakeHost();
  host.hasWatchdog = false;
  host.load({ maxWaitMs: 5_000 });
  await host.send();
  const plain = await host.send();
  await host.pass(5_000);
  expect(host.lines("info", "passed on to the host")).toHaveLength(1);
  expect(plain.running).toBe(true);
});

test("a passed message that the host finishes first does not hold the session", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const plain = await host.send();
  await host.pass(MAX_WAIT_MS);
  await plain.finish();
  const last = await host.send();
  expect(last.told).toBeUndefined();
  await first.finish();
  expect(last.running).toBe(true);
});

test.each([
  ["/new", "still busy"],
  ["/reset now", "still busy"],
  ["/new 换个话题", "当前会话仍在处理"],
])("%s is answered with a notice instead", async (text, notice) => {
  const host = new FakeHost().load();
  const first = await host.send();
  const reset = await host.send({ text });
  await host.pass(MAX_WAIT_MS);
  expect(reset.sentTexts).toEqual([expect.stringContaining(notice)]);
  expect(reset.told?.result).toMatchObject({ handled: true, queuedFinal: true, counts: { final: 1 } });
  const next = await host.send();
  await first.finish();
  expect(next.running).toBe(true);
  expect(host.methods.get("feishu-dispatch-dedup.status")?.({})).toMatchObject({
    counters: { refused: 1, aborted: 0, entered: 3, released: 2 },
  });
});

test("a message that has got its turn is not bothered when the longest wait is over", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const reset = await host.send({ text: "/new" });
  await first.finish();
  await host.pass(250);
  const next = await host.send();
  await host.pass(MAX_WAIT_MS);
  expect(reset.sentTexts).toEqual([]);
  await reset.finish();
  expect(next.running).toBe(true);
});

test("nobody is sent a notice who may not be sent anything", async () => {
  const host = new FakeHost().load();
  await host.send();
  const reset = await host.send({ text: "/new", event: { suppressUserDelivery: true } });
  await host.pass(MAX_WAIT_MS);
  expect(reset.sentTexts).toEqual([]);
  expect(reset.told?.result).toMatchObject({ handled: true, queuedFinal: false });
});

test("the wait is counted from when the message was written", async () => {
  const host = new FakeHost().load({ maxWaitMs: 10_000 });
  await host.send();
  const late = await host.send({ at: host.clock.now - 7_000 });
  await host.pass(2_999);
  expect(late.told).toBeUndefined();
  await host.pass(1);
  expect(late.running).toBe(true);
});

test("a message that has waited too long already passes at once, and still waits for nobody's turn but its own", async () => {
  const host = new FakeHost().load({ maxWaitMs: 10_000 });
  const first = await host.send();
  const late = await host.send({ at: host.clock.now - 60_000 });
  expect(late.running).toBe(true);
  const next = await host.send();
  await first.finish();
  expect(next.told).toBeUndefined();
});

test("a clock that is ahead of ours does not make the wait longer", async () => {
  const host = new FakeHost().load({ maxWaitMs: 10_000 });
  await host.send();
  const ahead = await host.send({ at: host.clock.now + 3_600_000 });
  await host.pass(10_000);
  expect(ahead.running).toBe(true);
});

test("a message that the host gives up on gives its place back", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const aborted = await host.send();
  const next = await host.send();
  aborted.takeBack();
  await host.pass(0);
  expect(aborted.told).toEqual({ result: undefined });
  await first.finish();
  expect(next.running).toBe(true);
});

test("so does one that comes with its signal aborted", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const next = await host.send({ aborted: true });
  expect(next.told).toEqual({ result: undefined });
  await first.finish();
  expect((await host.send()).running).toBe(true);
});

test("so does one that the host finishes without its turn", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  const failed = await host.send();
  await failed.finish({ outcome: "error", sent: false });
  await first.finish();
  expect((await host.send()).running).toBe(true);
});

test("more than maxQueued waiting messages are answered with the notice", async () => {
  const host = new FakeHost().load({ maxQueued: 1 });
  await host.send();
  await host.send();
  const over = await host.send();
  expect(over.sentTexts).toHaveLength(1);
  expect(over.dropped).toBe(true);
});

test("messages older than maxAgeMs are dropped", async () => {
  const host = new FakeHost().load({ maxAgeMs: 1_000 });
  const old = await host.send({ at: host.clock.now - 3_600_000 });
  expect(old.reported).toBe("skipped feishu-dispatch-dedup:expired");
});
