import { expect, test } from "vitest";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const KEY = "agent:main:main";

/** What the host tells of a session's lane: a run is queued, let through, runs, is over. */
const TOLD = {
  queued: { type: "queue.lane.enqueue", lane: `session:${KEY}`, queueSize: 1 },
  through: { type: "queue.lane.dequeue", lane: `session:${KEY}`, queueSize: 0 },
  runs: { type: "session.state", sessionKey: KEY, reason: "run_started" },
  over: { type: "session.state", sessionKey: KEY, reason: "run_completed" },
  nested: { type: "queue.lane.enqueue", lane: "nested:agent:main:other", queueSize: 1 },
  nestedOver: { type: "session.state", sessionKey: "agent:main:other", reason: "run_completed" },
  other: { type: "queue.lane.enqueue", lane: "session:agent:main:other", queueSize: 1 },
} as const;

type Told = keyof typeof TOLD;

/** A turn that is reported as done after this was told, and a message that waits for it. */
async function reportedAfter(...told: Told[]) {
  const host = new FakeHost().load();
  const first = await host.send();
  const next = await host.send();
  for (const what of told) host.emit(TOLD[what]);
  await first.finish();
  const tell = async (...more: Told[]) => {
    for (const what of more) host.emit(TOLD[what]);
    await host.pass(0);
  };
  return { host, first, next, tell };
}

const OWN = ["queued", "through", "runs", "over"] as const;

test.each([
  ["its run is over", [...OWN]],
  ["it ran nothing", []],
  ["its run failed before it began", ["queued", "through"]],
  ["another session is busy", [...OWN, "other"]],
] as const)("a turn that is reported lets the next one start at once when %s", async (_, told) => {
  expect((await reportedAfter(...told)).next.running).toBe(true);
});

test.each([
  ["its run is not over yet", ["queued", "through", "runs"], ["over"]],
  ["another run is queued behind it", [...OWN, "queued"], ["through", "runs", "over"]],
  [
    "another run was let through before it was over",
    ["queued", "through", "runs", "queued", "through", "over"],
    ["runs", "over"],
  ],
  ["another run goes on", [...OWN, "queued", "through", "runs"], ["over"]],
] as const)("the next one waits when %s", async (_, told, more) => {
  const { next, tell } = await reportedAfter(...told);
  expect(next.told).toBeUndefined();
  await tell(...more);
  expect(next.running).toBe(true);
});

test("a run that was let through and gives no sign of life is waited for 10 s", async () => {
  const { host, next } = await reportedAfter(...OWN, "queued", "through");
  await host.pass(9_999);
  expect(next.told).toBeUndefined();
  await host.pass(1);
  expect(next.running).toBe(true);
});

test("a run that goes on is waited for as long as a turn may take", async () => {
  const host = new FakeHost().load({ maxHoldMs: 60_000, maxWaitMs: 200_000 });
  const first = await host.send();
  const next = await host.send();
  for (const what of ["queued", "through", "runs"] as const) host.emit(TOLD[what]);
  await first.finish();
  await host.pass(59_999);
  expect(next.told).toBeUndefined();
  await host.pass(1);
  expect(next.running).toBe(true);
});

test("a turn in which agents talked to each other is over when they have been silent for a while", async () => {
  const { host, next, tell } = await reportedAfter(...OWN, "nested");
  await host.pass(30_000);
  expect(next.told).toBeUndefined();
  await tell("nestedOver");
  await host.pass(1_500);
  await tell("queued", "through", "runs", "over");
  expect(next.told).toBeUndefined();
  await host.pass(1_000);
  expect(next.running).toBe(true);
});

test("agents that do not stop talking do not keep a session for more than a minute", async () => {
  const { host, next } = await reportedAfter(...OWN, "nested");
  await host.pass(59_000);
  expect(next.told).toBeUndefined();
  await host.pass(2_000);
  expect(next.running).toBe(true);
});

test("what comes while the next one waits for the session to be free is taken, or the host would wait for it", async () => {
  const { host, next, tell } = await reportedAfter(...OWN, "queued");
  const later = await host.send();
  expect([next.told, later.dropped]).toEqual([undefined, true]);
  await tell("through", "runs", "over");
  expect(next.running).toBe(true);
});

test("what comes then is held when it is the next one itself", async () => {
  const host = new FakeHost().load();
  const first = await host.send();
  for (const what of [...OWN, "queued"] as const) host.emit(TOLD[what]);
  await first.finish();
  expect((await host.send()).told).toBeUndefined();
});
