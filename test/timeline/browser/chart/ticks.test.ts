import { expect, test } from "vitest";
import { breaksOf, tickLabel, ticksOf } from "../../../../src/timeline/browser/chart/ticks.ts";
import { TimeScale } from "../../../../src/timeline/browser/chart/time-scale.ts";
import { View } from "../../../../src/timeline/browser/chart/view.ts";

const HOUR = 3_600_000;
const labels = (scale: TimeScale, view: View, width = 1000) =>
  ticksOf(scale, view, width).map(({ label }) => label);

test("the axis has round times", () => {
  const scale = new TimeScale([{ from: 0, to: 9700 }]);
  expect(labels(scale, new View(0.001))).toEqual([..."0123456789"].map((second) => `${second} s`));
});

test("they are closer in a part of it, and its own", () => {
  const scale = new TimeScale([{ from: 0, to: 9700 }]);
  const view = new View(0.001);
  view.zoom(8, scale.place(5000));
  const seen = labels(scale, view);
  expect(seen).toContain("5.0 s");
  expect(seen).toContain("5.2 s");
  expect(seen).not.toContain("9.0 s");
});

test("behind a gap they go on with what came after it, and the gap says how long it was", () => {
  const scale = new TimeScale([
    { from: 0, to: 4000 },
    { from: HOUR, to: HOUR + 4000 },
  ]);
  const view = new View(0.001);
  expect(labels(scale, view)).toEqual(["0 s", "1 s", "2 s", "3 s", "4 s", "1:00:01", "1:00:02", "1:00:03"]);
  expect(breaksOf(scale, view, 1000)).toMatchObject([{ ms: HOUR - 4000, until: HOUR }]);
});

test("a gap that is drawn as long as it was is none", () => {
  const spans = [
    { from: 0, to: 4000 },
    { from: 4100, to: 8000 },
  ];
  expect(breaksOf(new TimeScale(spans), new View(0.001), 1000)).toEqual([]);
  expect(
    breaksOf(
      new TimeScale(
        [
          { from: 0, to: 1 },
          { from: HOUR, to: HOUR },
        ],
        Infinity,
      ),
      new View(1),
      9,
    ),
  ).toEqual([]);
});

test("no labels are printed over each other, however many stretches there are", () => {
  const spans = Array.from({ length: 5000 }, (_, index) => ({ from: index * 1000, to: index * 1000 + 100 }));
  const xs = ticksOf(new TimeScale(spans), new View(0.0001), 1000).map(({ x }) => x);
  expect(xs.length).toBeGreaterThan(5);
  expect(xs.every((x, index) => index === 0 || x - (xs[index - 1] ?? 0) >= 76)).toBe(true);
});

test.each([
  [0, 1000, "0 s"],
  [1250, 10, "1.25 s"],
  [1, 1, "0.001 s"],
  [65_000, 1000, "1:05"],
  [65_200, 100, "1:05.2"],
  [2 * HOUR + 61_000, 1000, "2:01:01"],
])("%i ms in steps of %i ms is %s", (ms, step, label) => {
  expect(tickLabel(ms, step)).toBe(label);
});
