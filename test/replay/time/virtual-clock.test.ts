import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import { settle, VirtualClock } from "../../../src/replay/time/virtual-clock.ts";

const never = new AbortController().signal;

describe("VirtualClock", () => {
  test("fires timers by their time, then by their age, and lets follow-ups happen first", async () => {
    const clock = new VirtualClock(1000);
    const seen: string[] = [];
    const note = (text: string) => () => {
      seen.push(`${clock.now()} ${text}`);
      void Promise.resolve().then(() => seen.push(`after ${text}`));
    };
    clock.setTimeout(note("late"), 50);
    clock.setTimeout(note("early"), 20);
    clock.setTimeout(note("same"), 50);
    while (clock.nextDue !== undefined) await clock.step();
    expect(seen).toEqual(["1020 early", "after early", "1050 late", "after late", "1050 same", "after same"]);
  });

  test("leaves the global timers and the date alone", async () => {
    const globals = [setTimeout, clearTimeout, Date, performance.now];
    const clock = new VirtualClock(0);
    clock.setTimeout(() => {}, 1e9);
    await clock.step();
    expect([setTimeout, clearTimeout, Date, performance.now]).toEqual(globals);
    expect(Date.now()).toBeGreaterThan(1e9);
  });

  test("shows when the next timer is due", () => {
    const clock = new VirtualClock(500);
    const timers = [30, 10, 20].map((ms) => clock.setTimeout(() => {}, ms));
    expect(clock.nextDue).toBe(510);
    clock.clearTimeout(timers[1] ?? expect.fail());
    expect(clock.nextDue).toBe(520);
  });

  test("lets time pass without a timer", () => {
    const clock = new VirtualClock(500);
    clock.advanceTo(3_600_500);
    expect(clock.now()).toBe(3_600_500);
  });

  test("does not fire a timer that was cleared", async () => {
    const clock = new VirtualClock(0);
    const timer = clock.setTimeout(() => expect.fail("it fired"), 10);
    clock.clearTimeout(timer);
    await clock.step();
    expect(clock.nextDue).toBeUndefined();
  });

  test("sleeps, and leaves no listener behind", async () => {
    const clock = new VirtualClock(0);
    const { signal } = new AbortController();
    const slept = clock.sleep(1500, signal);
    await clock.step();
    await expect(slept).resolves.toBe(true);
    expect(clock.now()).toBe(1500);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("wakes when aborted, and leaves no timer behind", async () => {
    const clock = new VirtualClock(0);
    const controller = new AbortController();
    const slept = clock.sleep(1500, controller.signal);
    controller.abort();
    await expect(slept).resolves.toBe(false);
    await expect(clock.sleep(1500, controller.signal)).resolves.toBe(false);
    expect(clock.nextDue).toBeUndefined();
  });

  test("keeps clocks apart", async () => {
    const [one, other] = [new VirtualClock(0), new VirtualClock(0)];
    const seen: string[] = [];
    void one.sleep(10, never).then(() => seen.push("one"));
    void other.sleep(5, never).then(() => seen.push("other"));
    await one.step();
    expect(seen).toEqual(["one"]);
    expect(other.now()).toBe(0);
  });
});

describe("settle", () => {
  test("waits for chains of promises of any length", async () => {
    let links = 0;
    void (async () => {
      for (; links < 1000; links++) await undefined;
    })();
    await settle();
    expect(links).toBe(1000);
  });
});
