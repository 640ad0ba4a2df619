import { describe, expect, test } from "vitest";
import { TimeScale } from "../../../../src/timeline/browser/chart/time-scale.ts";

describe("TimeScale", () => {
  test("is even where something happens all the time", () => {
    const scale = new TimeScale([
      { from: 100, to: 200 },
      { from: 150, to: 300 },
    ]);
    expect([100, 150, 200, 300].map((time) => scale.place(time))).toEqual([0, 0.25, 0.5, 1]);
    expect(scale.busy).toEqual([{ from: 100, to: 300 }]);
  });

  test("shrinks hours in which nothing happens, so that what is around them can be seen", () => {
    const hours = 6 * 3_600_000;
    const scale = new TimeScale([
      { from: hours, to: hours + 1000 },
      { from: 0, to: 1000 },
    ]);
    expect(scale.place(1000)).toBeGreaterThan(0.4);
    expect(scale.place(hours)).toBeGreaterThan(scale.place(1000) + 0.02);
    expect(scale.place(hours + 1000)).toBe(1);
  });

  test("never goes back", () => {
    const scale = new TimeScale([0, 90, 95, 4000, 9000].map((from) => ({ from, to: from + 7 })));
    const places = Array.from({ length: 9100 }, (_, time) => scale.place(time));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.at(-1)).toBe(1);
  });

  test.each([[[]], [[{ from: 5, to: 5 }]]])("can hold %j", (spans) => {
    expect(new TimeScale(spans).place(5)).toBe(0);
  });
});
