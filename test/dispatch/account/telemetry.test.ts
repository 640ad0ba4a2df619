import diagnostics from "node:diagnostics_channel";
import { afterEach, expect, test } from "vitest";
import { opening, stage } from "../../support/dispatch/stage.ts";

const names = ["outcome", "overflow", "turn:start", "turn:end", "turn:hung"] as const;
type Name = (typeof names)[number];

const unsubscribe: Array<() => void> = [];
afterEach(() => {
  for (const each of unsubscribe.splice(0)) each();
});

/** Notes what is published on these channels until the test is over. */
function listen(...channels: Name[]): Array<[Name, unknown]> {
  const heard: Array<[Name, unknown]> = [];
  for (const name of channels) {
    const note = (message: unknown) => heard.push([name, message]);
    diagnostics.subscribe(`feishu-dispatch-dedup:${name}`, note);
    unsubscribe.push(() => diagnostics.unsubscribe(`feishu-dispatch-dedup:${name}`, note));
  }
  return heard;
}

test("a turn is told at its start, its end and its outcome, in that order", async () => {
  const heard = listen(...names);
  const { send, clock } = stage();
  const m = send("m", { lane: "webhook" });
  clock.tick(250);
  await m.finish();
  const who = { sessionKey: "s", ids: ["m"], lane: "webhook" };
  expect(heard).toEqual([
    ["turn:start", { ...who, at: opening, startedAt: opening }],
    ["turn:end", { ...who, at: opening + 250, startedAt: opening }],
    ["outcome", { ...who, status: "completed", waitedMs: 0, ranMs: 250 }],
  ]);
});

test("every dispatch tells its outcome once, whatever it is", async () => {
  const heard = listen("outcome");
  const { send, dedup } = stage({ maxQueued: 1, maxAgeMs: 1000 });
  const error = new Error("model overloaded");
  const first = send("first");
  send("joins", { ids: ["first"] });
  send("waits");
  send("overflow");
  send("old", { createdAt: 0 });
  dedup.cancel("s");
  await first.finish();
  await send("late", { ids: ["first"] }).outcome;
  await send("fails").fail(error);
  expect(heard.map(([, message]) => message)).toMatchObject([
    { ids: ["overflow"], status: "overflow" },
    { ids: ["old"], status: "expired" },
    { ids: ["waits"], status: "cancelled", reason: "interrupted" },
    { ids: ["first"], status: "completed" },
    { ids: ["first"], status: "joined" },
    { ids: ["first"], status: "duplicate" },
    { ids: ["fails"], status: "failed", error },
  ]);
});

test("a hung turn is told once", async () => {
  const heard = listen("turn:hung");
  const { send, pass } = stage({ turnTimeoutMs: 5000 });
  send("m");
  await pass(20_000);
  expect(heard).toEqual([
    ["turn:hung", { sessionKey: "s", ids: ["m"], lane: undefined, at: opening + 5000, startedAt: opening }],
  ]);
});

test("an overflow is told on its own channel, also when nobody listens to outcomes", async () => {
  const heard = listen("overflow");
  const { send } = stage({ maxQueued: 0 });
  send("m");
  await send("too many", { lane: "main" }).outcome;
  expect(heard).toEqual([
    ["overflow", { sessionKey: "s", ids: ["too many"], lane: "main", status: "overflow" }],
  ]);
});

test("neither the text of a message nor what its handler returned is told", async () => {
  const heard = listen(...names);
  const { send, pass } = stage({ turnTimeoutMs: 10 });
  const m = send("m", { text: "my password is hunter2" });
  send("joins", { ids: ["m"], text: "my password is hunter2" });
  await pass(10);
  await m.finish("your password is hunter2");
  expect(heard).toHaveLength(5);
  expect(JSON.stringify(heard)).not.toContain("hunter2");
});

test("when nobody listens the clock is not even asked for the end of a turn", async () => {
  let asked = 0;
  const now = () => ++asked;
  const costOf = async () => {
    const { send } = stage({ now });
    asked = 0;
    await send("m").finish();
    return asked;
  };
  const silent = await costOf();
  listen("turn:end");
  expect(await costOf()).toBe(silent + 1);
});

test("a duplicate says what it is a duplicate of, and by which identity it was recognised", async () => {
  const heard = listen("outcome");
  const { send } = stage();
  const first = send("first", { ids: ["event:1", "message:1"] });
  send("joins", { ids: ["message:1", "content:1"] });
  await first.finish();
  await send("late", { ids: ["event:2", "content:1"] }).outcome;
  await send("later", { ids: ["event:3", "event:2"] }).outcome;
  expect(heard.slice(-2).map(([, message]) => message)).toMatchObject([
    { status: "duplicate", duplicateOf: { work: "event:1", by: "content:1" } },
    { status: "duplicate", duplicateOf: { work: "event:1", by: "event:2" } },
  ]);
});
