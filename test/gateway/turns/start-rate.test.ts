import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { StartRate } from "../../../src/gateway/turns/start-rate.ts";

test("in one turn of the event loop 32 turns begin, and the others in the next ones, in order", async () => {
  const rate = new StartRate();
  const begun: number[] = [];
  const begin = async (id: number) => {
    const wait = rate.wait();
    if (wait) await wait;
    begun.push(id);
  };
  const ids = Array.from({ length: 100 }, (_, id) => id);
  for (const id of ids) void begin(id);
  const counts = [begun.length];
  while (begun.length < ids.length) {
    await setImmediate();
    counts.push(begun.length);
  }
  expect(counts).toEqual([32, 64, 96, 100]);
  expect(begun).toEqual(ids);
});

test("who comes while others wait does not pass them", async () => {
  const rate = new StartRate();
  const begun: string[] = [];
  const waits = Array.from({ length: 33 }, () => rate.wait());
  void waits[32]?.then(() => begun.push("first"));
  void rate.wait()?.then(() => begun.push("second"));
  await setImmediate();
  expect(begun).toEqual(["first", "second"]);
  await setImmediate();
  expect(rate.wait()).toBeUndefined();
});
