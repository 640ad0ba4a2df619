import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const QUEUED = { type: "message.queued", sessionKey: "agent:main:main" };

/** A message that is handed on when the one before it has ended, and what happened while it waited. */
async function afterWaiting(meanwhile: (host: FakeHost) => void) {
  const host = new FakeHost().load();
  const first = await host.send();
  host.emit(QUEUED);
  const waiting = await host.send({ sender: "ou_bob" });
  meanwhile(host);
  await first.finish();
  expect(waiting.running).toBe(true);
  return waiting.message;
}

// The host drops, in silence, what was written before a /stop, and asks no plugin about the /stop itself.
test("a message that waited while something else came is handed on without the time at which it was written", async () => {
  const message = await afterWaiting((host) => host.emit(QUEUED));
  expect(message).not.toHaveProperty("Timestamp");
});

test("one that waited while nothing else came keeps its time", async () => {
  const message = await afterWaiting((host) => host.emit({ ...QUEUED, sessionKey: "agent:other:main" }));
  expect(message.Timestamp).toBeTypeOf("number");
});

test("one that is passed on after maxWaitMs goes without its time in the same case", async () => {
  const host = new FakeHost().load({ maxWaitMs: 1_000 });
  await host.send();
  const waiting = await host.send({ sender: "ou_bob" });
  host.emit(QUEUED);
  await host.pass(1_000);
  expect(waiting.running).toBe(true);
  expect(waiting.message).not.toHaveProperty("Timestamp");
});
