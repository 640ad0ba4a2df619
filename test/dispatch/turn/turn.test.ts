import { expect, test } from "vitest";
import { TurnView } from "../../../src/dispatch/turn/turn.ts";
import { turn } from "../../support/dispatch/works.ts";

test("its signal is made once, and aborts with the first reason given", () => {
  const running = turn("a");
  const { signal } = running;
  expect(signal.aborted).toBe(false);
  running.abort("first");
  running.abort("second");
  expect([signal.reason, running.signal === signal]).toEqual(["first", true]);
});

test("a signal that is first looked at after the abort is aborted, also without a reason", () => {
  const running = turn("a");
  running.abort(undefined);
  expect(running.signal.aborted).toBe(true);
});

test("a handler sees the dispatch and the signal, and nothing else", () => {
  const running = turn("a");
  const view = new TurnView(running, () => Promise.reject());
  expect(view).toMatchObject({ dispatch: running.caller.dispatch, signal: running.signal });
  expect(Object.keys(view)).toEqual(["dispatch"]);
});

test("inner turns abort with the one around them, whether they came before or after", () => {
  const [outer, before, after] = [turn("outer"), turn("before"), turn("after")];
  outer.adopt(before);
  outer.abort("stop");
  outer.adopt(after);
  expect([before, after].map((inner) => inner.signal.reason)).toEqual(["stop", "stop"]);
});

test("is childless once the last inner turn has ended", async () => {
  const [outer, one, two] = [turn("outer"), turn("one"), turn("two")];
  outer.adopt(one);
  outer.adopt(two);
  let childless = false;
  const waiting = outer.childless().then(() => {
    childless = true;
  });
  outer.disown(one);
  await Promise.resolve();
  expect(childless).toBe(false);
  outer.disown(two);
  await waiting;
  expect(childless).toBe(true);
});
