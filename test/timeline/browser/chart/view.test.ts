import { expect, test } from "vitest";
import { View } from "../../../../src/timeline/browser/chart/view.ts";

test("zooming keeps the place under the pointer where it is", () => {
  const view = new View(0.001);
  const before = view.x(0.3, 1000);
  view.zoom(4, 0.3);
  expect(view.x(0.3, 1000)).toBeCloseTo(before);
  expect(view.placeAt(before, 1000)).toBeCloseTo(0.3);
});

test("it ends at the shortest part, and at all of it", () => {
  const view = new View(0.01);
  view.zoom(1e9);
  expect(view.span).toBeCloseTo(0.01);
  view.zoom(1e-9);
  expect(view.span).toBeCloseTo(1.04);
});

test("nobody gets lost before the start or behind the end", () => {
  const view = new View(0.001);
  view.zoom(10);
  view.pan(-1000);
  expect(view.from).toBe(-0.02);
  view.pan(1000);
  expect(view.to).toBeCloseTo(1.02);
});

test.each([0, 0.2, 0.5, 0.9, 1])("a place can be brought into view: %f", (place) => {
  const view = new View(0.001);
  view.zoom(20, 0.5);
  view.reveal(place);
  expect(view.x(place, 1000)).toBeGreaterThanOrEqual(0);
  expect(view.x(place, 1000)).toBeLessThanOrEqual(1000);
});
