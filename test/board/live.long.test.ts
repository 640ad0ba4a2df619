import { expect, test } from "vitest";
import { busy } from "../support/gateway/busy.ts";

test("of 100,000 sessions a page is told from any place, and whatever is looked for", () => {
  const { live } = busy(100_000);
  const first = live();
  expect(first.totals).toMatchObject({ sessions: 100_000, running: 100_000, waiting: 100_000 });
  expect(first.sessions.rows.map(({ key }) => key)).toEqual(
    Array.from({ length: 50 }, (_, n) => `session-${n}`),
  );
  expect(first.sessions.hasMore).toBe(true);
  const far = live({ offset: "99990" }).sessions;
  expect([far.rows.length, far.rows.at(-1)?.key, far.hasMore]).toEqual([10, "session-99999", false]);
  expect(live({ filter: "SESSION-4242" }).sessions.rows.map(({ key }) => key)).toEqual([
    "session-4242",
    ...Array.from({ length: 10 }, (_, n) => `session-4242${n}`),
  ]);
  expect(live({ filter: "om_4242" }).sessions.rows[0]).toMatchObject({ key: "session-2120", waiting: 1 });
  expect(JSON.stringify(first).length).toBeLessThan(40_000);
});
