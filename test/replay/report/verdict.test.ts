import { describe, expect, test } from "vitest";
import { faultsOf, harmsOf, prevented } from "../../../src/replay/report/verdict.ts";
import { reportOf } from "../../support/replay/fixtures.ts";

describe("faultsOf", () => {
  test("finds none in a clean run, whatever went wrong without the middleware", () => {
    const bad = { takeovers: 1, duplicateReplies: 1, lostMessages: 1, outOfOrder: 1, maxTurnsPerSession: 2 };
    expect(faultsOf(reportOf("f", bad, {}), [])).toEqual([]);
  });

  test("does not mind turns that failed because their fixture says so", () => {
    expect(faultsOf(reportOf("f", {}, { failedTurns: 3 }), [])).toEqual([]);
  });

  test.each([
    [{ takeovers: 1 }, "1 takeover"],
    [{ duplicateReplies: 2 }, "2 duplicate replies"],
    [{ lostMessages: 1 }, "1 lost message"],
    [{ outOfOrder: 3 }, "3 turns out of order"],
    [{ takeovers: 2, lostMessages: 2 }, "2 takeovers; 2 lost messages"],
  ])("says in one line that %j", (run, reason) => {
    expect(faultsOf(reportOf("f", {}, run), [])).toEqual([`f: with the middleware: ${reason}`]);
  });

  test("names each error of the middleware once", () => {
    const errors = ["TypeError: x", "TypeError: x", "Error: y"];
    expect(faultsOf(reportOf("f", {}, {}), errors)).toEqual([
      "f: with the middleware: the middleware threw TypeError: x; the middleware threw Error: y",
    ]);
  });
});

describe("prevented", () => {
  test("adds up over the fixtures, and says in words what is gone with the middleware", () => {
    const fixtures = [
      reportOf("a", { takeovers: 2, lostMessages: 1 }, { takeovers: 1 }),
      reportOf("b", { takeovers: 1, outOfOrder: 1 }, {}),
    ];
    expect(prevented(fixtures)).toBe(
      "In 2 fixtures the middleware prevented 2 takeovers, 1 lost message, and 1 turn out of order.",
    );
  });

  test("claims nothing when nothing was prevented", () => {
    expect(prevented([reportOf("a", { takeovers: 1 }, { takeovers: 2 })])).toBe(
      "In 1 fixture the middleware prevented nothing.",
    );
  });
});

test("harmsOf tells what went wrong in one run", () => {
  expect(harmsOf(reportOf("a", { duplicateReplies: 1, failedTurns: 1 }, {}).without)).toEqual([
    "1 duplicate reply",
  ]);
});
