import { expect, test } from "vitest";
import { factsOf, sentenceOf, titleOf } from "../../../../src/timeline/browser/details/describe.ts";
import type { Mark, Turn } from "../../../../src/timeline/timeline.ts";
import { turn } from "../../../support/timeline/timelines.ts";

const at = { since: 0, from: 0, to: 0 };
const ofTurn = (turn: Turn) => ({ ...at, what: { turn } });
const ofMark = (mark: Mark) => ({ ...at, what: { mark } });

test("a turn says what it is, and when it came, waited and ran", () => {
  const it = ofTurn(
    turn("om_1", 2500, 4000, { arrivedAt: 500, kind: "barrier", status: "takeover", text: "/new" }),
  );
  expect(titleOf(it)).toBe("barrier, taken over");
  expect(sentenceOf([it])).toBe(
    "barrier, taken over, text /new, arrived 500 ms, waited 2.0 s, ran 1.5 s, message om_1, session s",
  );
});

test("a duplicate says what it is the same work as, and by which identity", () => {
  const it = ofMark({ kind: "duplicate", at: 5, session: "s", id: "b", of: "a", by: "content:1" });
  expect(factsOf(it)).toContainEqual(["same work as", "a"]);
  expect(factsOf(it)).toContainEqual(["by their shared", "content:1"]);
  const again = ofMark({ kind: "join", at: 5, session: "s", id: "a", of: "a" });
  expect(factsOf(again)).toContainEqual(["same work as", "a (the same message)"]);
});

test("what is not known is not said", () => {
  expect(factsOf(ofMark({ kind: "restart", at: 5 }))).toEqual([["at", "5 ms"]]);
});

test("of several it says how many", () => {
  const it = ofMark({ kind: "restart", at: 5 });
  expect(sentenceOf([it, it, it])).toBe("3 together: restart, at 5 ms");
});
