import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";
import { endProcess } from "../../support/openclaw/process.ts";

const SENT = { id: "om_a", text: "hello", at: 1_000 };
/** The same text again, as Feishu sends it under a fresh message id. */
const AGAIN = { ...SENT, id: "om_b" };

test("a redelivery under a fresh message id is dropped while the first one runs", async () => {
  const host = new FakeHost().load();
  await host.send(SENT);
  const again = await host.send(AGAIN);
  expect(again.told?.result).toEqual({
    handled: true,
    queuedFinal: false,
    counts: { tool: 0, block: 0, final: 0 },
  });
  expect(again.sentTexts).toEqual([]);
  expect(again.reported).toBe("skipped feishu-dispatch-dedup:joined");
});

test("it is dropped while the first one waits, too", async () => {
  const host = new FakeHost().load();
  await host.send();
  await host.send(SENT);
  expect((await host.send(AGAIN)).dropped).toBe(true);
  expect((await host.send(SENT)).dropped).toBe(true);
});

test("it is dropped after the first one is done", async () => {
  const host = new FakeHost().load();
  await (await host.send(SENT)).finish();
  const again = await host.send(AGAIN);
  expect(again.reported).toBe("skipped feishu-dispatch-dedup:duplicate");
});

test("it is dropped after a restart of the gateway", async () => {
  const before = new FakeHost().load();
  await (await before.send(SENT)).finish();
  await before.stop();
  endProcess();
  const after = new FakeHost({}, before.folder).load();
  expect((await after.send(AGAIN)).dropped).toBe(true);
  expect((await after.send(SENT)).dropped).toBe(true);
});

test("what a restart cut off is not remembered as done", async () => {
  const before = new FakeHost().load();
  await before.send(SENT);
  await before.stop();
  endProcess();
  const after = new FakeHost({}, before.folder).load();
  expect((await after.send(SENT)).running).toBe(true);
});

test("what ended in an error may run again", async () => {
  const host = new FakeHost().load();
  await (await host.send(SENT)).finish({ outcome: "error" });
  expect((await host.send(AGAIN)).running).toBe(true);
});

test("what a user stopped does not run again", async () => {
  const host = new FakeHost().load();
  await (await host.send(SENT)).finish({ outcome: "skipped", reason: "reply_operation_aborted" });
  expect((await host.send(AGAIN)).dropped).toBe(true);
});

test.each([
  ["written at another time", { at: 2_000 }],
  ["with another text", { text: "hello!" }],
  ["of another sender", { sender: "ou_bob" }],
  ["to another bot account", { account: "support" }],
])("a message %s is other work", async (_, difference) => {
  const host = new FakeHost().load();
  await (await host.send(SENT)).finish();
  expect((await host.send({ ...AGAIN, ...difference })).running).toBe(true);
});

test("messages without a text are told apart by their ids only", async () => {
  const host = new FakeHost().load();
  await (await host.send({ ...SENT, text: "" })).finish();
  expect((await host.send({ ...AGAIN, text: "" })).running).toBe(true);
  expect((await host.send({ ...SENT, text: "" })).dropped).toBe(true);
});

test("finished work is forgotten after its time", async () => {
  const host = new FakeHost().load({ settledTtlMs: 60_000 });
  await (await host.send(SENT)).finish();
  await host.pass(60_000);
  expect((await host.send(AGAIN)).dropped).toBe(true);
  await host.pass(1);
  expect((await host.send(AGAIN)).running).toBe(true);
});

test("a second delivery that the host drops itself does not end the turn of the first", async () => {
  const host = new FakeHost().load();
  const first = await host.send(SENT);
  const next = await host.send();
  await first.finish({ outcome: "skipped", reason: "duplicate" });
  expect(next.told).toBeUndefined();
  await first.finish();
  expect(next.running).toBe(true);
});
