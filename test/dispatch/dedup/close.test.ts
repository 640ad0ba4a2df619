import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Actor, stage } from "../../support/dispatch/stage.ts";

const closed = { status: "cancelled", reason: "closed" };

/** Has the promise settled by now? */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.finally(() => {
    done = true;
  });
  await calm();
  return done;
}

describe("close()", () => {
  test("ends what waits and what comes later as closed, and waits for the turns that run", async () => {
    const { send, dedup } = stage();
    const runs = send("runs");
    const waits = [send("one"), send("joins", { ids: ["one"] })];
    const closing = dedup.close();
    const late = [send("late"), send("bypass", { text: "/stop" }), send("again", { ids: ["runs"] })];
    expect(await isDone(closing)).toBe(false);
    expect([...waits, ...late].map(({ ending }) => ending)).toEqual(Array(5).fill(closed));
    await runs.finish("hello");
    expect(runs.ending).toMatchObject({ status: "completed", value: "hello" });
    expect(await isDone(closing)).toBe(true);
  });

  test("lets those that joined a running turn have its value", async () => {
    const { send, dedup } = stage();
    const runs = send("runs");
    const joins = send("joins", { ids: ["runs"] });
    const closing = dedup.close();
    await runs.finish("hello");
    expect(joins.ending).toEqual({ status: "joined", value: "hello" });
    await closing;
  });

  test("after timeoutMs aborts the turns that still run and ends their dispatches as closed", async () => {
    const { send, dedup, pass } = stage();
    const hangs = [send("hangs"), send("joins", { ids: ["hangs"] }), send("bypass", { text: "/stop" })];
    const closing = dedup.close({ timeoutMs: 5000 });
    await pass(4999);
    expect(hangs.map(({ ending }) => ending)).toEqual([undefined, undefined, undefined]);
    expect(hangs[0]?.turns[0]?.signal.aborted).toBe(false);
    await pass(1);
    await closing;
    expect(hangs.map(({ ending }) => ending)).toEqual([closed, closed, closed]);
    expect(hangs[0]?.turns[0]?.signal.reason).toMatchObject({ name: "TurnStopped", code: "ERR_CLOSED" });
    expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0, sessions: 1 });
  });

  test("keeps the session held by a turn that outlasts it, and lets go when that ends", async () => {
    const { send, dedup } = stage();
    const hangs = send("hangs");
    await dedup.close({ timeoutMs: 0 });
    expect(dedup.sessions()).toHaveLength(1);
    await hangs.finish();
    expect(dedup.sessions()).toEqual([]);
    expect(hangs.ending).toEqual(closed);
  });

  test("waits 30 s unless told otherwise", async () => {
    const { send, dedup, pass } = stage();
    send("hangs");
    const closing = dedup.close();
    await pass(29_999);
    expect(await isDone(closing)).toBe(false);
    await pass(1);
    expect(await isDone(closing)).toBe(true);
  });

  test("with timeoutMs 0 does not wait at all", async () => {
    const { send, dedup } = stage();
    const hangs = send("hangs");
    await dedup.close({ timeoutMs: 0 });
    expect(await hangs.outcome).toEqual(closed);
  });

  test("ends turns that wait for their reorder window", async () => {
    const { send, dedup, clock } = stage({ reorderWindowMs: 1000 });
    const waits = send("waits", { createdAt: 0 });
    await dedup.close();
    expect(await waits.outcome).toEqual(closed);
    expect([dedup.stats().sessions, clock.countTimers()]).toEqual([0, 0]);
  });

  test("lets a running turn finish what it does inside its own session, but start nothing elsewhere", async () => {
    const { send, dedup } = stage();
    const seen: Actor[] = [];
    const runs = send("runs", {
      does: async () => {
        await calm();
        seen.push(send("inside", { does: () => "ran" }), send("same", { ids: ["runs"], does: () => "ran" }));
        seen.push(send("elsewhere", { sessionKey: "t" }));
        await Promise.all(seen.map(({ outcome }) => outcome));
        return "done";
      },
    });
    await dedup.close();
    expect(seen.map(({ ending }) => ending)).toMatchObject([
      { status: "completed" },
      { status: "completed" },
      { status: "cancelled", reason: "closed" },
    ]);
    expect(runs.ending).toMatchObject({ status: "completed", value: "done" });
  });

  test("at rest is over at once, may be repeated, and leaves no timer", async () => {
    const { dedup, send, clock } = stage();
    await send("m").finish();
    await Promise.all([dedup.close(), dedup.close()]);
    await dedup.close({ timeoutMs: 0 });
    expect(clock.countTimers()).toBe(0);
  });

  test("takes its timer back when the turns end in time", async () => {
    const { dedup, send, clock } = stage();
    const runs = send("runs");
    const closing = dedup.close();
    await runs.finish();
    await closing;
    expect(clock.countTimers()).toBe(0);
  });

  test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "5", null])(
    "refuses timeoutMs %s, which no timer can wait, and closes nothing",
    async (timeoutMs) => {
      const { dedup, send } = stage();
      const refusal = expect(dedup.close({ timeoutMs: timeoutMs as number })).rejects;
      await refusal.toMatchObject({ name: "UsageError", code: "ERR_INVALID_OPTION" });
      expect(send("m").turns).toHaveLength(1);
    },
  );

  test("takes as long as a timer can wait", async () => {
    const { dedup, send, pass } = stage();
    const runs = send("runs");
    const closing = dedup.close({ timeoutMs: 2 ** 31 - 1 });
    await pass(2 ** 31 - 2);
    expect(runs.ending).toBeUndefined();
    await runs.finish();
    await closing;
    expect(runs.ending).toMatchObject({ status: "completed" });
  });
});

describe("onIdle()", () => {
  test("resolves when nothing runs and nothing waits any more", async () => {
    const { dedup, send } = stage();
    const first = send("first");
    const second = send("second");
    const idle = dedup.onIdle();
    await first.finish();
    expect(await isDone(idle)).toBe(false);
    await second.finish();
    expect(await isDone(idle)).toBe(true);
    expect(dedup.stats().sessions).toBe(0);
  });

  test("resolves at once when idle, and again after the next work", async () => {
    const { dedup, send } = stage();
    await dedup.onIdle();
    const m = send("m");
    const idle = [dedup.onIdle(), dedup.onIdle()];
    await m.fail(new Error("model overloaded"));
    await Promise.all(idle);
    expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0 });
  });
});
