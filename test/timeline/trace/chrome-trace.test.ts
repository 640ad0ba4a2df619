import { expect, test } from "vitest";
import type { Mark, Turn } from "../../../src/timeline/timeline.ts";
import { traceOf } from "../../../src/timeline/trace/chrome-trace.ts";
import { busyChart, chartOf, turn } from "../../support/timeline/timelines.ts";

interface Event {
  readonly [key: string]: unknown;
  readonly ts: number;
  readonly dur: number;
}

function events(turns: readonly Turn[], marks: readonly Mark[] = []): Event[] {
  return JSON.parse(traceOf({ title: "", charts: [chartOf("chart", turns, marks)] })).traceEvents;
}

test("a turn is a slice of its session's thread, in µs, with what is known of it", () => {
  const [slice] = events([turn("a", 20, 50)]).filter(({ ph }) => ph === "X");
  expect(slice).toMatchObject({ name: "a", pid: 1, tid: 1, ts: 20_000, dur: 30_000 });
  expect(slice?.args).toMatchObject({ message: "a", session: "s", status: "ok", kind: "ordinary" });
});

test("panels are processes and sessions threads, by name", () => {
  const names = events([turn("a", 0, 1), turn("b", 0, 1, { session: "other" })]).filter(
    ({ ph }) => ph === "M",
  );
  expect(names).toContainEqual({ ph: "M", name: "process_name", pid: 1, args: { name: "chart (run)" } });
  expect(names.filter(({ name }) => name === "thread_name").map(({ args }) => args)).toEqual([
    { name: "s" },
    { name: "other" },
  ]);
});

test("slices of a thread never overlap: viewers would take one for a part of the other", () => {
  const [panel] = busyChart(1000, 5).panels;
  const overlapping = (panel?.turns ?? []).map((it) => ({ ...it, endedAt: it.endedAt + 700 }));
  const threads = Map.groupBy(
    events(overlapping).filter(({ ph }) => ph === "X"),
    ({ tid }) => tid,
  );
  expect(threads.size).toBeGreaterThan(5);
  for (const slices of threads.values()) {
    const late = slices.filter(({ ts }, index) => index > 0 && ts < end(slices[index - 1]));
    expect(late).toEqual([]);
  }
});

const end = (slice: Event | undefined) => (slice?.ts ?? 0) + (slice?.dur ?? 0);

test("a wait begins and ends by a pair of events of its own, since waits overlap", () => {
  const waits = events([turn("a", 20, 50, { arrivedAt: 5 })]).filter(({ cat }) => cat === "wait");
  expect(waits).toMatchObject([
    { ph: "b", ts: 5000 },
    { ph: "e", ts: 20_000 },
  ]);
  expect(waits[0]?.id).toBe(waits[1]?.id);
});

test("a mark is a moment of its thread, or of the whole process", () => {
  const by = "message:default:a";
  const marks = events(
    [turn("a", 0, 1)],
    [
      { kind: "duplicate", at: 7, session: "s", id: "b", of: "a", by },
      { kind: "restart", at: 8 },
    ],
  ).filter(({ ph }) => ph === "i");
  expect(marks).toMatchObject([
    { name: "duplicate, caught", ts: 7000, s: "t", tid: 1, args: { message: "b", of: "a", by } },
    { name: "restart", ts: 8000, s: "p" },
  ]);
});

test("nothing in it is obeyed where it is shown", () => {
  const evil = "\u001b[2J\u202e\ud800";
  const trace = traceOf({ title: "", charts: [chartOf(evil, [turn(evil, 0, 1)])] });
  expect(trace.trimEnd()).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u);
  expect(JSON.parse(trace).traceEvents[0].args.name).toBe("\\u001b[2J\\u202e\ufffd (run)");
});
