import { expect, test } from "vitest";
import { readableDuration } from "../../src/text/readable-duration.ts";

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1000, "1.0 s"],
  [14_386, "14.4 s"],
  [59_949, "59.9 s"],
  [59_950, "1:00 min"],
  [125_000, "2:05 min"],
  [3_599_400, "59:59 min"],
  [3_599_500, "1:00 h"],
  [21_600_000, "6:00 h"],
  [25_560_000, "7:06 h"],
])("%i ms is %s", (ms, text) => {
  expect(readableDuration(ms)).toBe(text);
});
