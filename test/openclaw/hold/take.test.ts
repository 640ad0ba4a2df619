import { expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import type { Dispatched } from "../../support/openclaw/dispatched.ts";
import { LOOP_TURNS } from "../../support/openclaw/dispatched.ts";
import { FakeHost } from "../../support/openclaw/fake-host.ts";

const REFUSED = { outcome: "skipped", reason: "reply-operation-active" };
const STOPPED = { outcome: "skipped", reason: "reply_operation_aborted" };
const FAILED = { outcome: "error" };

/** A host that a plugin can make run a message; each run ends when the test says so, and as it says. */
class Running {
  readonly host = new FakeHost().load();
  readonly ran: string[] = [];
  readonly surfaces: string[] = [];
  readonly #ends: Array<() => void> = [];

  constructor() {
    this.host.dispatchReply = async ({ ctx }) => {
      this.ran.push(ctx.MessageSidFull ?? "");
      this.surfaces.push(ctx.Surface ?? "");
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#ends.push(resolve);
      await promise;
    };
  }

  /** Ends the run that goes on. */
  async end(report: { outcome: string; reason?: string } = { outcome: "completed" }): Promise<void> {
    this.host.emit({
      type: "message.processed",
      channel: this.surfaces.at(-1) ?? "",
      messageId: this.ran.at(-1) ?? "",
      ...report,
    });
    this.#ends.shift()?.();
    await calm(LOOP_TURNS);
  }

  /** A first message whose turn fails while others wait, of which the host refuses the one that it let through. */
  async refuse(waiting: Dispatched): Promise<void> {
    expect(waiting.running).toBe(true);
    await waiting.finish(REFUSED);
  }
}

async function behindFailure(): Promise<Running & { bob: Dispatched }> {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  const bob = await running.host.send({ id: "om_bob" });
  await ann.finish(FAILED);
  await running.refuse(bob);
  return Object.assign(running, { bob });
}

test("a message that the host refuses after a failed turn is dispatched again, in the place it holds", async () => {
  const running = await behindFailure();
  expect(running.ran).toEqual(["om_bob"]);
  const carl = await running.host.send({ id: "om_carl" });
  expect(carl.dropped).toBe(true);
  expect(running.ran).toEqual(["om_bob"]);
  await running.end();
  expect(running.ran).toEqual(["om_bob", "om_carl"]);
  await running.end();
  expect((await running.host.send({ id: "om_dan" })).running).toBe(true);
});

test("what waits behind it is taken at once, since the host would wait for it", async () => {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  const bob = await running.host.send({ id: "om_bob" });
  const carl = await running.host.send({ id: "om_carl" });
  await ann.finish(FAILED);
  expect(carl.told).toBeUndefined();
  await running.refuse(bob);
  expect(carl.dropped).toBe(true);
  await running.end();
  expect(running.ran).toEqual(["om_bob", "om_carl"]);
});

test.each([
  ["completed", { outcome: "completed" }, true],
  ["an error", FAILED, false],
  ["a refusal each time", REFUSED, false],
] as const)("dispatched again, it is remembered as done only when it is: %s", async (_, report, done) => {
  const running = await behindFailure();
  for (let i = 0; i < 3; i++) await running.end(report);
  const again = await running.host.send({ id: "om_bob" });
  expect(again.dropped).toBe(done);
});

test("a refusal is not taken for ever: the host is asked three times, and the log says so", async () => {
  const running = await behindFailure();
  for (let i = 0; i < 5; i++) await running.end(REFUSED);
  expect(running.ran).toEqual(["om_bob", "om_bob", "om_bob"]);
  expect(running.host.lines("warn", "refused 3 times")).toHaveLength(1);
  expect((await running.host.send({ id: "om_carl" })).running).toBe(true);
});

test("a message that comes again while it is dispatched by the plugin is a duplicate", async () => {
  const running = await behindFailure();
  const again = await running.host.send({ id: "om_bob" });
  expect(again.reported).toContain("joined");
  await running.end();
  expect(running.ran).toEqual(["om_bob"]);
});

test("when a user stops the running turn, what waits for it runs all the same", async () => {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  const bob = await running.host.send({ id: "om_bob" });
  bob.controller.abort();
  await bob.finish(STOPPED);
  expect(running.ran).toEqual([]);
  await ann.finish(STOPPED);
  expect(running.ran).toEqual(["om_bob"]);
});

test("what is stopped in its own turn does not run again", async () => {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  await ann.finish(STOPPED);
  expect(running.ran).toEqual([]);
});

test("a message of another channel is not taken, and does not stand in the way of those that are", async () => {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  const bob = await running.host.send({ id: "om_bob" });
  const operator = await running.host.send({ channel: "webchat" });
  await ann.finish(FAILED);
  await running.refuse(bob);
  expect(operator.running).toBe(true);
  expect((await running.host.send({ channel: "webchat" })).running).toBe(true);
});

test("what a gateway refuses while it stops is not dispatched again, and not remembered", async () => {
  const running = new Running();
  const ann = await running.host.send({ id: "om_ann" });
  const bob = await running.host.send({ id: "om_bob" });
  const stopped = running.host.stop();
  await ann.finish(STOPPED);
  await bob.finish(REFUSED);
  await stopped;
  expect(running.ran).toEqual([]);
  for (const id of ["om_ann", "om_bob"]) expect((await running.host.send({ id })).dropped).toBe(false);
});

test("a host that cannot be asked to run a message: it is not remembered", async () => {
  const host = new FakeHost().load({}, { runtime: {} });
  const ann = await host.send();
  const bob = await host.send({ id: "om_bob" });
  await ann.finish(FAILED);
  await bob.finish(REFUSED);
  expect((await host.send({ id: "om_bob" })).running).toBe(true);
});

test("a turn that was let go is remembered when it is done after all, and not before", async () => {
  const host = new FakeHost().load({ maxHoldMs: 20_000 });
  const late = await host.send({ id: "om_late" });
  const never = await host.send({ id: "om_never" });
  await host.pass(20_000);
  await host.pass(20_000);
  await late.finish();
  expect((await host.send({ id: "om_late" })).dropped).toBe(true);
  await never.finish(STOPPED);
  expect((await host.send({ id: "om_never" })).dropped).toBe(false);
});

const COMES = {
  type: "session.state",
  sessionKey: "agent:main:main",
  reason: "message_start",
  prevState: "idle",
};

test("what got the session from the host between two turns is taken, so that the second one can begin", async () => {
  const running = new Running();
  const ann = await running.host.send();
  const bob = await running.host.send();
  await ann.finish();
  running.host.emit(COMES);
  const cat = await running.host.send({ id: "om_cat" });
  await running.host.pass(4_999);
  expect(cat.told).toBeUndefined();
  await running.host.pass(1);
  expect(cat.dropped).toBe(true);
  expect(bob.running).toBe(true);
  await bob.finish();
  expect(running.ran).toEqual(["om_cat"]);
});

test.each([
  ["the turn has begun", { ...COMES, reason: "run_started" }],
  ["it found the session busy", { ...COMES, prevState: "processing" }],
])("it waits as ever when %s", async (_, told) => {
  const { host } = new Running();
  await host.send();
  if (told.reason === "run_started") host.emit(COMES);
  host.emit(told);
  const bob = await host.send();
  await host.pass(60_000);
  expect(bob.told).toBeUndefined();
});

test("so is what got the session first, when an older message overtakes it", async () => {
  const host = new FakeHost().load({ reorderWindowMs: 1_000 });
  const ran: Array<string | undefined> = [];
  host.dispatchReply = async ({ ctx }) => void ran.push(ctx.MessageSidFull);
  host.emit(COMES);
  const newer = await host.send({ id: "om_newer" });
  const older = await host.send({ at: host.clock.now - 500 });
  await host.pass(1_000);
  expect([older.running, newer.told]).toEqual([true, undefined]);
  await host.pass(5_000);
  expect(newer.dropped).toBe(true);
  await older.finish();
  expect(ran).toEqual(["om_newer"]);
});

test("a turn that another plugin has may take its time", async () => {
  const { host } = new Running();
  host.otherPlugin = () => new Promise(() => {});
  host.emit(COMES);
  await host.send();
  const bob = await host.send();
  await host.pass(50_000);
  expect(bob.told).toBeUndefined();
});
