import { getEventListeners } from "node:events";
import { expect, onTestFinished, test, vi } from "vitest";
import { following, followingFor } from "../src/delays.ts";

test("a follower aborts with the first of its signals, for its reason", () => {
  const [one, two] = [new AbortController(), new AbortController()];
  const { controller } = following(one.signal, two.signal);
  two.abort("two");
  one.abort("one");
  expect(controller.signal.reason).toBe("two");
});

test("a follower of what has aborted is aborted, and may abort by itself", () => {
  expect(following(AbortSignal.abort("before")).controller.signal.reason).toBe("before");
  const { signal } = new AbortController();
  const alone = following(signal);
  alone.controller.abort("own");
  expect([alone.controller.signal.reason, signal.aborted]).toEqual(["own", false]);
});

test("a follower that is released leaves nothing behind, and follows no more", () => {
  const leader = new AbortController();
  const { controller, release } = following(leader.signal);
  expect(getEventListeners(leader.signal, "abort")).toHaveLength(1);
  release();
  leader.abort();
  expect([getEventListeners(leader.signal, "abort"), controller.signal.aborted]).toEqual([[], false]);
});

test("a follower with a time limit aborts by itself when the time is up, unless it was released", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { signal } = new AbortController();
  const [late, done] = [followingFor(100, () => "late", signal), followingFor(100, () => "late", signal)];
  done.release();
  vi.advanceTimersByTime(99);
  expect(late.controller.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect([late.controller.signal.reason, done.controller.signal.aborted]).toEqual(["late", false]);
  late.release();
  expect([getEventListeners(signal, "abort"), vi.getTimerCount()]).toEqual([[], 0]);
});
