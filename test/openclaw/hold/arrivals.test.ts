import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const QUEUED = { type: "message.queued", sessionKey: "agent:main:main" };

/** A turn that has just ended, and a `/new` that waited for it. */
async function endedBefore(text = "/new") {
  const host = new FakeHost().load();
  const first = await host.send();
  const waiting = await host.send({ sender: "ou_bob", text });
  await first.finish();
  return { host, waiting };
}

test("a /new that waited starts when the turn's end has set nothing more free", async () => {
  const { host, waiting } = await endedBefore();
  await host.pass(249);
  expect(waiting.told).toBeUndefined();
  await host.pass(1);
  expect(waiting.running).toBe(true);
});

// To the host the session is free then: it would give it to what comes, and have the /new wait for that.
test("what the turn's end has set free arrives before it starts, and is dispatched after it by the plugin", async () => {
  const { host, waiting } = await endedBefore();
  const ran: Array<string | undefined> = [];
  host.dispatchReply = async ({ ctx }) => void ran.push(ctx.MessageSidFull);
  await host.pass(200);
  host.emit(QUEUED);
  await host.pass(50);
  expect(waiting.told).toBeUndefined();
  expect((await host.send({ id: "om_next" })).dropped).toBe(true);
  await host.pass(200);
  expect(waiting.running).toBe(true);
  expect(ran).toEqual([]);
  await waiting.finish();
  expect(ran).toEqual(["om_next"]);
});

test("a process that gets to nothing for a while waits for as much longer", async () => {
  const { host, waiting } = await endedBefore();
  // Timers that are late are made up for by none.
  for (let late = 0; late < 9; late++) host.clock.jump(250);
  await host.pass(0);
  expect(waiting.told).toBeUndefined();
  await host.pass(250);
  expect(waiting.running).toBe(true);
});

test("it does not wait for ever when messages keep coming", async () => {
  const { host, waiting } = await endedBefore();
  for (let n = 0; n < 9; n++) {
    await host.pass(100);
    host.emit(QUEUED);
  }
  expect(waiting.told).toBeUndefined();
  await host.pass(100);
  expect(waiting.running).toBe(true);
});

test("other messages do not wait for quiet, nor does a /new that finds the session quiet", async () => {
  const { host, waiting } = await endedBefore("hello");
  expect(waiting.running).toBe(true);
  await waiting.finish();
  await host.pass(250);
  host.emit(QUEUED);
  expect((await host.send({ text: "/new" })).running).toBe(true);
});

test("what comes in one session does not keep a /new in another", async () => {
  const { host, waiting } = await endedBefore();
  await host.pass(200);
  host.emit({ ...QUEUED, sessionKey: "agent:main:other" });
  await host.pass(50);
  expect(waiting.running).toBe(true);
});

test("a host that gives no session away before it asks lets a /new start at once", async () => {
  const host = new FakeHost();
  host.hasWatchdog = false;
  host.load();
  const first = await host.send();
  const reset = await host.send({ text: "/new" });
  await first.finish();
  expect(reset.running).toBe(true);
  expect((await host.send()).told).toBeUndefined();
});
