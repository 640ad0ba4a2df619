import { expect, test } from "vitest";
import { FakeHost } from "../support/openclaw/fake-host.ts";

const OWN = "agent:main:feishu:direct:ou_ann";

/** One turn that has run for 12 s, one message that has waited for 5 s, and another session. */
async function busyHost(): Promise<FakeHost> {
  const host = new FakeHost().load();
  await host.send({ session: OWN });
  await host.pass(7_000);
  await host.send({ session: OWN });
  await host.send({ session: "agent:main:other" });
  await host.pass(5_000);
  return host;
}

test("the chat command shows the sender's own session", async () => {
  const host = await busyHost();
  const text = host.command({ sessionKey: OWN });
  expect(text).toBe("a turn has been running for 12 s, 1 waiting (the first for 5 s).");
});

test("it says so when nothing goes on", async () => {
  const host = await busyHost();
  const text = host.command({ sessionKey: "agent:main:quiet" });
  expect(text).toBe("Nothing is running or waiting in this session.");
});

test.each(["all", "release", `release ${OWN}`])("who is no owner cannot ask for: %s", async (args) => {
  const host = await busyHost();
  expect(host.command({ sessionKey: OWN, args })).toBe("Only an owner can see or release other sessions.");
  expect(host.lines("warn")).toEqual([]);
});

test("an owner sees all sessions and the counters", async () => {
  const host = await busyHost();
  expect(host.command({ senderIsOwner: true, args: "all" }).split("\n")).toEqual([
    `${OWN}: a turn has been running for 12 s, 1 waiting (the first for 5 s).`,
    "agent:main:other: a turn has been running for 5 s.",
    "Counters: entered=3 held=1",
  ]);
});

test("an owner can release a session whose turn does not end", async () => {
  const host = await busyHost();
  const next = await host.send({ session: "agent:main:other" });
  const text = host.command({ senderIsOwner: true, args: "release agent:main:other" });
  await host.pass(0);
  expect(text).toBe("Released agent:main:other.");
  expect(next.running).toBe(true);
  expect(host.lines("warn", "let go by an operator")).toHaveLength(1);
});

test("releasing what does not run says so", async () => {
  const host = await busyHost();
  const text = host.command({ senderIsOwner: true, args: "release agent:main:quiet" });
  expect(text).toBe("No turn is running in agent:main:quiet.");
});

test("an unknown word is answered with the usage", async () => {
  const host = await busyHost();
  expect(host.command({ senderIsOwner: true, args: "help" })).toMatch(/^Usage: \/turns/);
});

test("the gateway method answers with the same as JSON", async () => {
  const host = await busyHost();
  expect(host.methods.get("feishu-dispatch-dedup.status")?.({})).toMatchObject({
    sessions: [
      { key: OWN, runningForMs: 12_000, waiting: [{ place: 1, channel: "feishu", forMs: 5_000 }] },
      { key: "agent:main:other", runningForMs: 5_000, waiting: [] },
    ],
    counters: { entered: 3, held: 1, released: 0 },
    engine: { running: 2, waiting: 1 },
    memory: "file",
  });
});

test("the gateway method releases a session", async () => {
  const host = await busyHost();
  const release = host.methods.get("feishu-dispatch-dedup.release");
  expect(release?.({ sessionKey: OWN })).toEqual({ released: 1 });
  expect(release?.({ sessionKey: 7 })).toMatchObject({ code: "INVALID_REQUEST" });
});
