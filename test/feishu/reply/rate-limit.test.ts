import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "../../../src/feishu/reply/rate-limit.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Runs tasks and notes when each of them started. */
function timed(pace: Pace) {
  const started: Array<[string, number]> = [];
  const begin = Date.now();
  const add = (key: string, signal?: AbortSignal) =>
    pace.run(key, async () => void started.push([key, Date.now() - begin]), signal);
  return { started, add };
}

test("nobody gets more than 5 in any second, also across the second's edge", async () => {
  const { started, add } = timed(new Pace());
  const all = [add("a"), add("a")];
  await vi.advanceTimersByTimeAsync(700);
  all.push(...Array.from({ length: 12 }, () => add("a")));
  await vi.runAllTimersAsync();
  await Promise.all(all);
  const times = started.map(([, at]) => at);
  expect(times).toHaveLength(14);
  for (const [index, at] of times.entries()) {
    const sixth = times[index + 5];
    if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(1000);
  }
});

test("others do not wait", async () => {
  const { started, add } = timed(new Pace(1));
  for (const key of ["a", "a", "b"]) void add(key);
  await vi.advanceTimersByTimeAsync(0);
  expect(started).toEqual([
    ["a", 0],
    ["b", 0],
  ]);
});

test("one at a time and in order, also when one fails", async () => {
  const pace = new Pace();
  const order: string[] = [];
  const slow = pace.run("a", async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    order.push("slow");
    throw new Error("no");
  });
  const next = pace.run("a", async () => void order.push("next"));
  const failed = expect(slow).rejects.toThrow("no");
  await vi.advanceTimersByTimeAsync(300);
  await Promise.all([failed, next]);
  expect(order).toEqual(["slow", "next"]);
});

test("what gives up waiting is not run", async () => {
  const { started, add } = timed(new Pace(1));
  const gaveUp = new AbortController();
  void add("a");
  const waiting = add("a", gaveUp.signal);
  gaveUp.abort(new Error("gone"));
  await expect(waiting).rejects.toThrow("gone");
  await vi.advanceTimersByTimeAsync(5000);
  expect(started).toHaveLength(1);
});

test("a task that began before the limit was forgotten keeps its place", async () => {
  const pace = new Pace();
  const order: string[] = [];
  await pace.run("a", async () => {});
  await vi.advanceTimersByTimeAsync(1000);
  const long = pace.run("a", async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    order.push("long");
  });
  await vi.advanceTimersByTimeAsync(500);
  const next = pace.run("a", async () => void order.push("next"));
  await vi.advanceTimersByTimeAsync(1500);
  await Promise.all([long, next]);
  expect(order).toEqual(["long", "next"]);
});

test("nothing stays when nobody is sent anything, but not before the limit is forgotten", async () => {
  const pace = new Pace(1);
  const { started, add } = timed(pace);
  await add("a");
  await vi.advanceTimersByTimeAsync(1199);
  expect(pace.size).toBe(1);
  const second = add("a");
  await vi.advanceTimersByTimeAsync(1);
  await second;
  expect(started.map(([, at]) => at)).toEqual([0, 1200]);
  await pace.onIdle();
  await vi.advanceTimersByTimeAsync(1200);
  expect(pace.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
