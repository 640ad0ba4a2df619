import { expect, test } from "vitest";
import { sideBySide } from "../../src/timeline/tracks.ts";
import { turn } from "../support/timeline/timelines.ts";

test("turns that ran side by side are on tracks of their own, the others follow each other", () => {
  const turns = [turn("c", 10, 12), turn("a", 0, 10), turn("b", 5, 11), turn("d", 11, 20)];
  const tracks = sideBySide(turns).map((track) => track.map(({ id }) => id));
  expect(tracks).toEqual([
    ["a", "c"],
    ["b", "d"],
  ]);
});
