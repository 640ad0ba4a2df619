import { getEventListeners } from "node:events";
import { expect, test, vi } from "vitest";
import { Ledger } from "../../../src/dispatch/account/ledger.ts";
import { caller, turn } from "../../support/dispatch/works.ts";

const duplicate = { outcome: { status: "duplicate" } } as const;

test("a dispatch ends once: what comes later changes neither the counters nor the promise", () => {
  const ledger = new Ledger();
  const [resolve, reject] = [vi.fn(), vi.fn()];
  ledger.open();
  const one = caller("a", { resolve, reject });
  ledger.end(one, duplicate);
  ledger.end(one, { error: new Error("too late") });
  expect([resolve.mock.calls, reject.mock.calls]).toEqual([[[{ status: "duplicate" }]], []]);
  expect([ledger.outcomes.duplicate, ledger.outcomes.failed, ledger.waiting]).toEqual([1, 0, 0]);
});

test("an error rejects and counts as failed, also when what was thrown is undefined", () => {
  const ledger = new Ledger();
  const reject = vi.fn();
  ledger.open();
  ledger.end(caller("a", { reject }), { error: undefined });
  expect(reject.mock.calls).toEqual([[undefined]]);
  expect(ledger.outcomes.failed).toBe(1);
});

test("a dispatch waits from its opening, runs from its start, and is neither after its end", () => {
  const ledger = new Ledger();
  const shown = () => [ledger.dispatched, ledger.waiting, ledger.running, ledger.isIdle];
  expect(shown()).toEqual([0, 0, 0, true]);
  expect([ledger.open(), ledger.open()]).toEqual([1, 2]);
  expect(shown()).toEqual([2, 2, 0, false]);
  ledger.start();
  expect(shown()).toEqual([2, 1, 1, false]);
  ledger.end(turn("a").caller, duplicate);
  expect(shown()).toEqual([2, 1, 0, false]);
  ledger.end(caller("b"), duplicate);
  expect(shown()).toEqual([2, 0, 0, true]);
});

test("the end of a dispatch stops listening to its signal and the waiting of the turn around it", () => {
  const ledger = new Ledger();
  const outer = turn("outer");
  const { signal } = new AbortController();
  const inner = turn("inner", { inside: outer, signal }).caller;
  inner.follow(() => {});
  expect([outer.waits, getEventListeners(signal, "abort").length]).toEqual([new Set([inner]), 1]);
  ledger.open();
  ledger.end(inner, duplicate);
  expect([outer.waits, getEventListeners(signal, "abort").length]).toEqual([new Set(), 0]);
});
