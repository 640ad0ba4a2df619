import { expect, test } from "vitest";
import { TimeScale } from "../../../../src/timeline/browser/chart/time-scale.ts";
import { View } from "../../../../src/timeline/browser/chart/view.ts";
import { barsOf, marksOf } from "../../../../src/timeline/browser/rows/groups.ts";
import { rowsOf } from "../../../../src/timeline/browser/rows/rows.ts";
import type { MarkKind } from "../../../../src/timeline/timeline.ts";
import { busyChart, turn } from "../../../support/timeline/timelines.ts";

const scale = new TimeScale([{ from: 0, to: 1_100_000 }]);
const [panel] = busyChart(10_000, 1).panels;
if (!panel) throw new Error("a chart has a panel");
const wide = new TimeScale([{ from: 0, to: 30_000_000 }]);
const [busy] = rowsOf(panel, wide);

test("ten thousand turns are as many bars as fit, and none is left out", () => {
  const bars = barsOf(busy?.tracks[0] ?? [], new View(1e-7), 1000);
  expect(bars.length).toBeLessThan(250);
  expect(bars.reduce((sum, { items }) => sum + items.length, 0)).toBe(10_000);
});

test("closer, each has its own", () => {
  const view = new View(1e-7);
  view.zoom(1000, 0.3);
  const bars = barsOf(busy?.tracks[0] ?? [], view, 1000);
  expect(bars.length).toBeGreaterThan(3);
  expect(bars.every(({ items }) => items.length === 1)).toBe(true);
});

test("marks at one place are one group, with a count of each kind", () => {
  const mark = (kind: MarkKind, at: number) => ({ kind, at, session: "s" });
  const marks = [mark("duplicate", 0), mark("duplicate", 1), mark("lost", 2), mark("join", 900_000)];
  const [row] = rowsOf({ name: "", summary: "", turns: [turn("a", 0, 5)], marks }, scale);
  const groups = marksOf(row?.marks ?? [], new View(1e-6), 1000);
  expect(groups.map(({ kinds }) => [...kinds])).toEqual([
    [
      ["duplicate", 2],
      ["lost", 1],
    ],
    [["join", 1]],
  ]);
});

test("what belongs to all sessions comes first", () => {
  const marks = [
    { kind: "arrival", at: 0, session: "s" },
    { kind: "restart", at: 5 },
  ] as const;
  const rows = rowsOf({ name: "", summary: "", turns: [], marks }, scale);
  expect(rows.map(({ session }) => session)).toEqual([undefined, "s"]);
});
