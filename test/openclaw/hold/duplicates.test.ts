import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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

test("under the very id of the first one, too, which goes on waiting for its turn", async () => {
  const host = new FakeHost().load();
  const [running, waiting] = [await host.send(), await host.send({ id: "om_a" })];
  expect(waiting.told).toBeUndefined();
  const again = await host.send({ id: "om_a" });
  expect(again.reported).toBe("skipped feishu-dispatch-dedup:joined");
  expect(waiting.told).toBeUndefined();
  await running.finish();
  expect(waiting.running).toBe(true);
  const next = await host.send();
  expect(next.told).toBeUndefined();
  await waiting.finish();
  expect(next.running).toBe(true);
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

describe("a picture under a fresh message id", () => {
  /** The host saves each download under a name of its own, and may put that into the text. */
  function picture(host: FakeHost, name: string, bytes: number) {
    const path = join(host.folder, name);
    writeFileSync(path, "x".repeat(bytes));
    return { path, oldHost: { MediaPaths: [path] }, newHost: { media: [{ path }] } };
  }

  test.each(["oldHost", "newHost"] as const)("is dropped: %s", async (form) => {
    const host = new FakeHost().load();
    const [first, again] = [picture(host, "1.png", 700), picture(host, "2.png", 700)];
    await (await host.send({ ...SENT, text: first.path, message: first[form] })).finish();
    expect((await host.send({ ...AGAIN, text: again.path, message: again[form] })).dropped).toBe(true);
  });

  test("is other work when another is in it, or when it is not known what is", async () => {
    const host = new FakeHost().load();
    const [first, other] = [picture(host, "1.png", 700), picture(host, "2.png", 701)];
    const lost = { newHost: { media: [{ path: join(host.folder, "3.png") }, {}] } };
    for (const [index, { newHost: message }] of [first, other, lost, lost].entries()) {
      const sent = await host.send({ ...SENT, id: `om_${index}`, text: "", message });
      expect([index, sent.running]).toEqual([index, true]);
      await sent.finish();
    }
  });
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

test("what the bot has sent gets no turn when it is pushed back, also after a restart", async () => {
  const host = new FakeHost().load();
  host.sent({ success: true, messageId: "om_sent" });
  expect((await host.send({ id: "om_sent" })).reported).toBe("skipped feishu-dispatch-dedup:duplicate");
  endProcess();
  const next = new FakeHost({}, host.folder).load();
  expect((await next.send({ id: "om_sent" })).dropped).toBe(true);
});

test.each([
  ["that was not sent", { success: false, messageId: "om_sent" }, { channelId: "feishu" }],
  ["without an id", { success: true }, { channelId: "feishu" }],
  ["of another channel", { success: true, messageId: "om_sent" }, { channelId: "telegram" }],
  ["of another account", { success: true, messageId: "om_sent" }, { channelId: "feishu", accountId: "b" }],
])("a message %s is not taken for the bot's own", async (_, event, context) => {
  const host = new FakeHost().load();
  host.sent(event, context);
  expect((await host.send({ id: "om_sent" })).running).toBe(true);
});
