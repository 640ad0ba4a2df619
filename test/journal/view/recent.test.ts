import { expect, test } from "vitest";
import { toldView } from "../../support/gateway/told.ts";

test("the way of a message is kept from its event to its end, and what is told of it later", () => {
  const { view, journal, clock, facts, tell, receive } = toldView();
  receive(1);
  clock.now += 3;
  journal.note({
    ...{ type: "acknowledged", account: "default", eventId: "e-1", transport: "webhook" },
    ...{ status: "accepted", tookMs: 3 },
  });
  tell(1, "started", { attempt: 1 });
  clock.now += 100;
  tell(1, "ended", { outcome: "completed" });
  receive(1, { claim: "duplicate", by: "message:default:om_1" });
  expect(view.message(1)?.way).toEqual(facts);
  expect(view.recent()).toEqual([view.message(1)]);
  expect(view.message(1)).toMatchObject({ outcome: "completed", acknowledgedAt: 1003, startedAt: 1003 });
  expect(view.totals).toMatchObject({
    waits: { count: 1, p50: 3 },
    acknowledgements: { count: 1, p50: 3 },
    runs: { count: 1, p50: 108 },
  });
});

test("an end that is told twice counts once", () => {
  const { view, tell, receive } = toldView();
  receive(1);
  tell(1, "ended", { outcome: "recalled" });
  tell(1, "ended", { outcome: "gone" });
  expect(view.totals.outcomes).toEqual({ recalled: 1 });
});

test("more than it keeps is counted all the same", () => {
  const { view, facts, tell, receive } = toldView({ open: 2, recent: 2, notRun: 2, facts: 7 });
  for (const row of [1, 2, 3, 4]) receive(row);
  expect(view.totals).toMatchObject({ waiting: 4, sessions: 1 });
  for (const row of [1, 2, 3, 4]) tell(row, "ended", { outcome: "expired" });
  expect(view.totals).toMatchObject({ waiting: 0, outcomes: { expired: 4 } });
  for (const row of [5, 6, 7]) {
    receive(row);
    for (let attempt = 1; attempt <= 50; attempt += 1) tell(row, "started", { attempt });
    tell(row, "ended", { outcome: "completed" });
  }
  expect(view.recent().map(({ row }) => row)).toEqual([7, 6]);
  expect(view.message(5)).toBeUndefined();
  const kept = view.recent().map(({ way, leftOut }) => [way.length, leftOut]);
  expect(kept.every(([length = 0, left = 0]) => length + left === 52)).toBe(true);
  expect(kept.reduce((sum, [length = 0]) => sum + length, 0)).toBeLessThanOrEqual(7);
  expect(facts).toHaveLength(8 + 3 * 52);
});

test("of a very long way the first facts and the last ones are kept", () => {
  const { view, tell, receive } = toldView();
  receive(1);
  for (let attempt = 1; attempt <= 100; attempt += 1) tell(1, "started", { attempt });
  const { way = [], leftOut } = view.message(1) ?? {};
  const attempts = way.map((fact) => (fact.type === "started" ? fact.attempt : 0));
  expect([attempts.slice(0, 10), attempts.at(-1), leftOut]).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    100,
    61,
  ]);
});

test("each of the last 60 minutes in which something happened has its own figures", () => {
  const { view, clock, tell, receive } = toldView();
  for (let row = 1; row <= 70; row += 1) {
    clock.now = row * 60_000;
    receive(row);
    clock.now += row;
    tell(row, "started", { attempt: 1 });
  }
  expect(view.minutes).toHaveLength(60);
  expect(view.minutes[0]).toMatchObject({ at: 11 * 60_000, ended: 0, waits: { count: 1 } });
});
