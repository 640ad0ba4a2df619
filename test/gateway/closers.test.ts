import { createClock } from "@sinonjs/fake-timers";
import { expect, test } from "vitest";
import { Closers } from "../../src/gateway/closers.ts";

const never = () => new Promise<void>(() => {});

function closersWith(limitMs: number) {
  const clock = createClock();
  const closed: string[] = [];
  const closers = new Closers(limitMs, { timers: clock, now: () => clock.now });
  const add = (name: string, close: (leftMs: number) => unknown = () => {}, extraMs?: number) =>
    closers.add((leftMs) => {
      closed.push(`${name} at ${clock.now}, ${leftMs} left`);
      return close(leftMs);
    }, extraMs);
  return { clock, closers, closed, add };
}

test("the last one is let go of first, once, and what fails keeps nothing from being let go of", async () => {
  const { closers, closed, add } = closersWith(1000);
  add("first");
  add("second", () => Promise.reject(new Error("second")));
  add("third", () => {
    throw new Error("third");
  });
  await expect(Promise.all([closers.close(), closers.close()])).rejects.toThrow("third");
  expect(closed.map((line) => line.split(" ")[0])).toEqual(["third", "second", "first"]);
});

test("what hangs is waited for until the time is over; the rest still has a moment", async () => {
  const { clock, closers, closed, add } = closersWith(1000);
  add("inbox");
  add("hangs, too", never);
  add("turns", never, 200);
  add("hangs", never);
  const ended = closers.close();
  await clock.runAllAsync();
  await ended;
  const at = [
    "hangs at 0, 1000 left",
    "turns at 1000, 0 left",
    "hangs, too at 1700, 0 left",
    "inbox at 2200, 0 left",
  ];
  expect(closed).toEqual(at);
  expect(clock.countTimers()).toBe(0);
});
