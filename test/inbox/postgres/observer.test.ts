import { expect, test, vi } from "vitest";
import { Observer } from "../../../src/inbox/postgres/membership/observer.ts";

const GRACE = 1000;
const other = (heartbeat: string, leftMs: number) => ({ id: 7, heartbeat, leftMs });

test("a process is dead when its lease has passed and it was silent for a grace under this very eye", () => {
  const observer = new Observer(GRACE);
  // However late it is when it is first seen: it may have had no chance to show itself.
  expect(observer.look([other("a", -60_000)], 0)).toEqual({ dead: [], againMs: GRACE });
  expect(observer.look([other("a", -60_400)], 400)).toEqual({ dead: [], againMs: 600 });
  expect(observer.look([other("a", -61_000)], 1000).dead).toHaveLength(1);
});

test("a heartbeat in between begins its grace anew", () => {
  const observer = new Observer(GRACE);
  observer.look([other("a", -1)], 0);
  expect(observer.look([other("b", -1)], 999)).toEqual({ dead: [], againMs: GRACE });
  expect(observer.look([other("b", -1000)], 1998).dead).toEqual([]);
  expect(observer.look([other("b", -1001)], 1999).dead).toHaveLength(1);
});

test("the next look is when the lease of the first one would pass", () => {
  const observer = new Observer(GRACE);
  observer.look([other("a", 3000), { id: 8, heartbeat: "x", leftMs: 2000 }], 0);
  expect(observer.look([other("a", 1500), { id: 8, heartbeat: "x", leftMs: 500 }], 1500).againMs).toBe(500);
});

test("one whose lock is not free yet is looked at again at once, not at the next heartbeat", async () => {
  const observer = new Observer(0);
  vi.spyOn(performance, "now").mockReturnValue(0);
  const giveUp = vi.fn().mockResolvedValueOnce(false).mockResolvedValue(true);
  const pulse = { others: async () => [other("a", -1)], giveUp };
  expect(await observer.watch(pulse)).toEqual({ hasGivenUp: false, againMs: 50 });
  expect(await observer.watch(pulse)).toEqual({ hasGivenUp: true, againMs: Number.POSITIVE_INFINITY });
});
