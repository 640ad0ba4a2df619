import { expect, test } from "vitest";
import { WaitingLine } from "../../../src/dispatch/session/waiting-line.ts";
import { work } from "../../support/dispatch/works.ts";

const names = (line: WaitingLine) => Array.from(line, ({ callers }) => callers[0]?.dispatch.ids[0]);

const clock = { now: 0 };

/** A line to which each was added when it arrived. */
function lineOf(windowMs: number, ...works: ReturnType<typeof work>[]) {
  const line = new WaitingLine(windowMs, () => clock.now);
  for (const each of works) {
    clock.now = each.origin.arrivedAt;
    line.add(each);
  }
  return line;
}

/** In how many ms the line opens, when it is then. */
function opensAt(line: WaitingLine, now: number): number {
  clock.now = now;
  return line.opensIn();
}

test("without a window it is the order of arrival, whatever the times of writing say", () => {
  const line = lineOf(0, work("a", { createdAt: 9 }), work("b", { createdAt: 1 }), work("c"));
  expect(names(line)).toEqual(["a", "b", "c"]);
  expect(line.opensIn()).toBe(0);
  expect(line.take()?.callers[0]?.dispatch.ids).toEqual(["a"]);
  expect(line.length).toBe(2);
});

test("an older one overtakes as many as it is older than", () => {
  const line = lineOf(
    100,
    work("a", { createdAt: 1 }),
    work("b", { createdAt: 5 }),
    work("c", { createdAt: 7 }),
    work("d", { createdAt: 3 }),
  );
  expect(names(line)).toEqual(["a", "d", "b", "c"]);
});

test("it does not pass one whose window is over, nor anything before that one", () => {
  const line = lineOf(
    100,
    work("a", { createdAt: 5, arrivedAt: 0 }),
    work("b", { createdAt: 6, arrivedAt: 60 }),
    work("late", { createdAt: 1, arrivedAt: 100 }),
  );
  expect(names(line)).toEqual(["a", "late", "b"]);
});

test.each([
  ["a barrier", { kind: "barrier", createdAt: 5 } as const],
  ["an interrupting command", { kind: "interrupt", createdAt: 5 } as const],
  ["one that does not say when it was written", {}],
])("it does not pass %s", (_, ahead) => {
  const line = lineOf(100, work("ahead", ahead), work("older", { createdAt: 1 }));
  expect(names(line)).toEqual(["ahead", "older"]);
});

test("one that does not say when it was written passes nobody", () => {
  expect(names(lineOf(100, work("a", { createdAt: 5 }), work("undated")))).toEqual(["a", "undated"]);
});

test("the first may go when the shortest window in the line is over", () => {
  const line = lineOf(
    100,
    work("b", { createdAt: 5, arrivedAt: 0 }),
    work("a", { createdAt: 1, arrivedAt: 40 }),
  );
  expect(names(line)).toEqual(["a", "b"]);
  expect([40, 99, 100, 500].map((now) => opensAt(line, now))).toEqual([60, 1, 0, 0]);
  clock.now = 99;
  expect(line.take()).toBeUndefined();
  clock.now = 100;
  expect(line.take()?.origin.dispatch.createdAt).toBe(1);
});

test("the first may go at once when nothing can pass the one behind it", () => {
  const line = lineOf(100, work("a", { createdAt: 5 }), work("new", { kind: "barrier" }));
  expect(line.opensIn()).toBe(0);
});

test("a clock that is set back ends the window", () => {
  const line = lineOf(100, work("a", { createdAt: 5, arrivedAt: 3_600_000 }));
  expect([opensAt(line, 3_600_040), opensAt(line, 3_599_999), opensAt(line, 0)]).toEqual([60, 0, 0]);
});

test("an empty line has nobody to take, and opens at once", () => {
  const line = lineOf(100);
  expect([line.take(), line.opensIn(), line.length]).toEqual([undefined, 0, 0]);
});

test("one that leaves is gone; one that is not there changes nothing; all can be taken out", () => {
  const [a, b, c] = [work("a"), work("b"), work("c")];
  const line = lineOf(0, a, b, c);
  line.remove(b);
  line.remove(b);
  expect(names(line)).toEqual(["a", "c"]);
  expect(line.clear()).toEqual([a, c]);
  expect(line.length).toBe(0);
});
