import { describe, expect, test } from "vitest";
import { closesCircle, enclosing, Nesting } from "../../../src/dispatch/turn/nesting.ts";
import type { RunningTurn } from "../../../src/dispatch/turn/turn.ts";
import { turn, work } from "../../support/dispatch/works.ts";

const ended = (one: RunningTurn): RunningTurn => Object.assign(one, { live: false });

describe("the current turn", () => {
  test("is the innermost one around the code, also after an await, and none outside", async () => {
    const nesting = new Nesting();
    const [outer, inner] = [turn("outer"), turn("inner")];
    await nesting.run(outer, async () => {
      await nesting.run(inner, async () => {
        await null;
        expect(nesting.current()).toBe(inner);
      });
      expect(nesting.current()).toBe(outer);
    });
    expect(nesting.current()).toBeUndefined();
  });

  test("is the nearest one that still runs", () => {
    const nesting = new Nesting();
    const outer = turn("outer");
    const inner = ended(turn("inner", { inside: outer }));
    nesting.run(inner, () => expect(nesting.current()).toBe(outer));
    nesting.run(inner, () => expect([ended(outer), nesting.current()][1]).toBeUndefined());
  });

  test("lets go of turns that have ended, however far out", () => {
    const nesting = new Nesting();
    const middle = turn("middle", { inside: ended(turn("outer")) });
    const inner = turn("inner", { inside: ended(turn("between", { inside: middle })) });
    nesting.run(inner, () => nesting.current());
    expect([inner.parent, middle.parent]).toEqual([middle, undefined]);
  });
});

describe("enclosing", () => {
  test("looks from the inside outwards, past turns that have ended", () => {
    const outer = turn("outer");
    const middle = ended(turn("middle", { inside: outer }));
    const inner = turn("inner", { inside: middle });
    expect(enclosing(inner, () => true)).toBe(inner);
    expect(enclosing(inner, (one) => one !== inner)).toBe(outer);
    expect(enclosing(inner, (one) => one === middle)).toBeUndefined();
    expect(enclosing(undefined, () => true)).toBeUndefined();
  });
});

describe("a circle", () => {
  /** `from` waits for the work that `to` runs. */
  function waitsFor(from: RunningTurn, to: RunningTurn): void {
    work("w", { inside: from });
    const [inside] = from.waits ?? [];
    if (inside) inside.work = to.work;
  }
  const nobody = () => undefined;

  test("closes when the turn ahead waits, over any number of others, for the one that would wait", () => {
    const [a, b, c] = [turn("a"), turn("b"), turn("c")];
    waitsFor(c, b);
    waitsFor(b, a);
    expect(closesCircle(a, c, nobody)).toBe(true);
    expect(closesCircle(a, undefined, nobody)).toBe(false);
    expect(closesCircle(turn("d"), c, nobody)).toBe(false);
  });

  test("closes through the holder of the session in which the turn ahead waits", () => {
    const [a, b] = [turn("a"), turn("b")];
    work("w", { inside: b, sessionKey: "s" });
    expect(closesCircle(a, b, (key) => (key === "s" ? a : undefined))).toBe(true);
    expect(closesCircle(a, b, nobody)).toBe(false);
  });

  test("closes through an inner turn, which keeps the one around it from ending", () => {
    const [a, b, inner] = [turn("a"), turn("b"), turn("inner")];
    b.adopt(inner);
    waitsFor(inner, a);
    expect(closesCircle(a, b, nobody)).toBe(true);
  });

  test("closes when a turn would wait for itself", () => {
    const a = turn("a");
    expect(closesCircle(a, a, nobody)).toBe(true);
  });

  test("among others does not keep the search from ending", () => {
    const [a, b, c] = [turn("a"), turn("b"), turn("c")];
    waitsFor(b, c);
    waitsFor(c, b);
    expect(closesCircle(a, b, nobody)).toBe(false);
  });
});
