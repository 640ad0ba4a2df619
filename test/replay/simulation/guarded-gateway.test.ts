import { describe, expect, test } from "vitest";
import { play } from "../../../src/replay/playback.ts";
import {
  chainOf,
  fixture,
  guarded,
  message,
  reaction,
  story,
  without,
} from "../../support/replay/fixtures.ts";

const thread = "omt_1";

describe("with the middleware", () => {
  test("/new from a thread waits for the turn, and the next message for /new", async () => {
    const run = await guarded(
      fixture(
        { turnMs: 3000 },
        message(0, "one"),
        message(1000, "/new", { thread }),
        message(1200, "two", { thread }),
      ),
    );
    expect(story(run)).toEqual(["one", "/new", "two"]);
    expect(run.turns.map(({ startedAt }) => startedAt)).toEqual([0, 3000, 3003]);
    expect(run).toMatchObject({
      takeovers: 0,
      lostMessages: 0,
      maxTurnsPerSession: 1,
      outcomes: { completed: 3 },
    });
  });

  test("dual lanes are one turn, which both get the value of", async () => {
    const run = await guarded(fixture({ lanes: "dual" }, message(0, "/new"), message(50, "hi")));
    expect(story(run)).toEqual(["/new", "hi"]);
    expect(run).toMatchObject({
      dispatches: 4,
      takeovers: 0,
      duplicateReplies: 0,
      outcomes: { completed: 2, joined: 2 },
    });
  });

  test("nested lanes do not wait for each other", async () => {
    const run = await guarded(fixture({ lanes: "nested" }, message(0, "one"), message(1, "two", { thread })));
    expect(story(run)).toEqual(["one", "two"]);
    expect(run).toMatchObject({
      dispatches: 4,
      lostMessages: 0,
      maxTurnsPerSession: 1,
      outcomes: { completed: 4 },
    });
  });

  test("tells redeliveries while the turn waits, while it runs and after it", async () => {
    const again = (at: number) => message(at, "two", { id: "om_2", writtenAt: 10 });
    const run = await guarded(
      fixture({}, message(0, "one"), ...[10, 20, 2000, 15_000, 21_600_000].map(again)),
    );
    expect(story(run)).toEqual(["one", "two"]);
    expect(run.outcomes).toEqual({ completed: 2, joined: 2, duplicate: 2 });
  });

  test("tells the same words under a fresh message id, and keeps two equal texts apart", async () => {
    const fresh = fixture(
      {},
      message(0, "hi", { id: "om_1" }),
      message(300, "hi", { id: "om_2", writtenAt: 0 }),
    );
    expect(story(await guarded(fresh))).toEqual(["hi"]);
    const equal = fixture({}, message(0, "hi", { id: "om_1" }), message(300, "hi", { id: "om_2" }));
    expect(story(await guarded(equal))).toEqual(["hi", "hi"]);
  });

  test("runs a message whose turn failed when it comes again", async () => {
    const first = message(0, "hi", { id: "om_1", line: { fails: 1 } });
    const run = await guarded(fixture({}, first, message(15_000, "hi", { id: "om_1", writtenAt: 0 })));
    expect(story(run)).toEqual(["hi: failed", "hi"]);
    expect(run).toMatchObject({ failedTurns: 1, lostMessages: 0, outcomes: { completed: 1, failed: 1 } });
  });

  test("keeps reactions in line with messages, and drops their redeliveries", async () => {
    const thumb = reaction(100);
    const run = await guarded(
      fixture({}, message(0, "one"), message(50, "two"), thumb, { ...thumb, at: 200 }),
    );
    expect(story(run)).toEqual(["one", "two", "im.message.reaction.created_v1"]);
    expect(run).toMatchObject({ outOfOrder: 0, duplicateReplies: 0 });
  });

  test("lets an older message overtake within the reorder window, and not without one", async () => {
    const late = [message(100, "second", { writtenAt: 90 }), message(150, "first", { writtenAt: 80 })];
    const reordered = await guarded(fixture({}, ...late), { reorderWindowMs: 200 });
    expect(story(reordered)).toEqual(["first", "second"]);
    expect(reordered.outOfOrder).toBe(0);
    expect(story(await guarded(fixture({}, ...late)))).toEqual(["second", "first"]);
  });

  test("takes its time from the virtual clock", async () => {
    const again = message(2000, "hi", { id: "om_2", writtenAt: 0 });
    const forgetful = await guarded(fixture({ turnMs: 10 }, message(0, "hi", { id: "om_1" }), again), {
      settledTtlMs: 500,
    });
    expect(forgetful).toMatchObject({ duplicateReplies: 1, outcomes: { completed: 2 } });
    const old = await guarded(fixture({}, message(5000, "hi", { writtenAt: 0 }), message(9000, "now")), {
      maxAgeMs: 1000,
    });
    expect(old).toMatchObject({ lostMessages: 1, outcomes: { completed: 1, expired: 1 } });
  });

  test("stops a turn that outruns its time: no reply, so the message is lost", async () => {
    const run = await guarded(fixture({ turnMs: 60_000 }, message(0, "long")), { turnTimeoutMs: 500 });
    expect(run).toMatchObject({ lostMessages: 1, turns: [{ endedAt: 500, status: "cut-off" }] });
  });

  test("counts what did not fit in as lost", async () => {
    const burst = [0, 1, 2].map((at) => message(at, `text ${at}`));
    const run = await guarded(fixture({}, ...burst), { maxQueued: 1 });
    expect(run).toMatchObject({ lostMessages: 1, outcomes: { completed: 2, overflow: 1 } });
  });
});

describe("commands with the middleware", () => {
  const turnMs = 60_000;

  test("/stop and /approve reach the gateway at once, past the turn of the same chat", async () => {
    const run = await guarded(
      fixture(
        { turnMs },
        message(0, "long"),
        message(10, "/approve 1"),
        message(5000, "/stop"),
        message(5001, "next"),
      ),
    );
    expect(run.turns.map(({ text, startedAt, status }) => [text, startedAt, status])).toEqual([
      ["long", 0, "cut-off"],
      ["/approve 1", 10, "ok"],
      ["/stop", 5000, "ok"],
      ["next", 5001, "ok"],
    ]);
    expect(run).toMatchObject({ lostMessages: 0, outOfOrder: 0, maxTurnsPerSession: 1 });
  });

  test("an interrupting /new calls off what runs and what waits", async () => {
    const messages = [message(0, "long"), message(10, "waiting"), message(100, "/new"), message(200, "next")];
    const run = await guarded(fixture({ turnMs }, ...messages), { commands: { "/new": "interrupt" } });
    expect(story(run)).toEqual(["long: cut-off", "/new", "next"]);
    expect(run.turns[1]).toMatchObject({ startedAt: 100 });
    expect(run).toMatchObject({ lostMessages: 0, takeovers: 0, outcomes: { cancelled: 1 } });
  });
});

describe("a restart with the middleware and an inbox", () => {
  const before = [message(0, "one", { id: "om_1" }), message(100, "two")];

  test("runs again what was cut off and what waited, in order, before anything newer", async () => {
    const run = await guarded(
      fixture({ turnMs: 5000 }, ...before, { at: 2000, restart: true }, message(2000, "three")),
    );
    expect(story(run)).toEqual(["one: cut-off", "one", "two", "three"]);
    expect(run.turns.map(({ arrivedAt, startedAt }) => [arrivedAt, startedAt])).toEqual([
      [0, 0],
      [0, 2000],
      [100, 7000],
      [2000, 12_000],
    ]);
    expect(run).toMatchObject({ lostMessages: 0, duplicateReplies: 0, outOfOrder: 0 });
  });

  test("drops the redelivery of what was finished before it, and of what it has resumed", async () => {
    const redelivered = message(15_000, "one", { id: "om_1", writtenAt: 0 });
    for (const turnMs of [500, 5000]) {
      const run = await guarded(fixture({ turnMs }, ...before, { at: 2000, restart: true }, redelivered));
      expect(run).toMatchObject({ duplicateReplies: 0, lostMessages: 0, outcomes: { duplicate: 1 } });
    }
  });

  test("joins a redelivery to the turn that it resumes", async () => {
    const redelivered = message(2500, "one", { id: "om_1", writtenAt: 0 });
    const run = await guarded(fixture({ turnMs: 5000 }, ...before, { at: 2000, restart: true }, redelivered));
    expect(run).toMatchObject({ duplicateReplies: 0, outcomes: { completed: 2, joined: 1 } });
  });

  test("takes up again what had failed, since nobody has seen it succeed", async () => {
    const failing = message(0, "hi", { id: "om_1", line: { fails: 1 } });
    const run = await guarded(fixture({}, failing, { at: 5000, restart: true }));
    expect(story(run)).toEqual(["hi: failed", "hi"]);
    expect(run).toMatchObject({ lostMessages: 0, outcomes: { failed: 1, completed: 1 } });
  });

  test("survives several of them", async () => {
    const restarts = [1000, 1000, 3000, 4000].map((at) => ({ at, restart: true }));
    const run = await guarded(fixture({ turnMs: 2500 }, ...before, ...restarts));
    expect(story(run)).toEqual([
      "one: cut-off",
      "one: cut-off",
      "one: cut-off",
      "one: cut-off",
      "one",
      "two",
    ]);
  });
});

describe("what the inbox refuses", () => {
  test("is told, and the rest goes on", async () => {
    const nobody = message(0, "hi", { line: { account: "\ud800" } });
    const played = fixture({}, nobody, message(100, "you"));
    const log = await play(played, await chainOf({ name: "feishu-dispatch-dedup" }));
    expect(log.errors).toEqual([expect.stringContaining('Inbox: "ids" must be well-formed text')]);
    expect(log.turns).toMatchObject([{ status: "ok", delivery: { dispatch: { text: "you" } } }]);
  });
});

describe("what the middleware leaves alone", () => {
  const group = [message(0, "one", { group: true }), message(100, "/new", { group: true, thread })];

  test("passes events of groups as without it, where it is told so", async () => {
    const untouched = await guarded(fixture({}, ...group), { chatTypes: ["p2p"] });
    expect(untouched).toEqual(await without(fixture({}, ...group)));
    expect(untouched.takeovers).toBe(1);
    const kept = await guarded(fixture({}, ...group));
    expect(kept).toMatchObject({ takeovers: 0, outcomes: { completed: 2 } });
  });
});
