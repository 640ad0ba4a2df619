import { describe, expect, test } from "vitest";
import type { Inbox } from "../../../../src/inbox/inbox.ts";
import { all, type Bed, entry, T0 } from "./bed.ts";

export function describeTurns(bed: Bed): void {
  describe("a turn", () => {
    test("counts attempts, fails, waits, and ends", async () => {
      const id = await bed.accepted(["a"]);
      expect(await bed.inbox.start(id)).toBe(1);
      await bed.inbox.fail(id, { error: "timeout", retryAt: T0 + 500 });
      expect(await all(bed.inbox)).toMatchObject([{ id, attempts: 1, retryAt: T0 + 500, error: "timeout" }]);
      expect(await bed.inbox.start(id)).toBe(2);
      expect((await all(bed.inbox))[0]).not.toHaveProperty("retryAt");
      bed.time += 7;
      await bed.inbox.complete(id, "expired");
      expect(await bed.inbox.get(id)).toMatchObject({
        status: "done",
        outcome: "expired",
        endedAt: T0 + 7,
        attempts: 2,
      });
      expect(await bed.inbox.get(id)).toMatchObject({ event: undefined, ids: [] });
    });

    test("cannot go back from its end", async () => {
      const id = await bed.accepted(["a"]);
      await bed.inbox.complete(id);
      await bed.inbox.complete(id, "again");
      await bed.inbox.fail(id, { error: "late" });
      expect(await bed.inbox.start(id)).toBeUndefined();
      expect(await bed.inbox.drop(id)).toBe(false);
      expect(await bed.inbox.retry(id)).toBeUndefined();
      expect(await bed.inbox.get(id)).toMatchObject({ status: "done", outcome: "completed", attempts: 0 });
    });

    test("of a row that does not exist is no turn", async () => {
      expect(await bed.inbox.start(4711)).toBeUndefined();
      await bed.inbox.complete(4711);
      await bed.inbox.fail(4711, { error: "no" });
      expect(await bed.inbox.drop(4711)).toBe(false);
      expect(await bed.inbox.retry(4711)).toBeUndefined();
      expect(await bed.inbox.get(4711)).toBeUndefined();
    });

    test.each([
      ["a row", (inbox: Inbox) => inbox.start(Number.NaN)],
      ["an outcome", (inbox: Inbox, id: number) => inbox.complete(id, "")],
      ["a time", (inbox: Inbox, id: number) => inbox.fail(id, { error: "no", retryAt: 0.5 })],
      ["a limit", (inbox: Inbox) => inbox.list({ limit: 0 })],
    ])("refuses %s that is none, and spoils nothing else", async (_what, wrong) => {
      const id = await bed.accepted(["a"]);
      const [good, bad] = await Promise.allSettled([bed.inbox.claim(entry(["b"])), wrong(bed.inbox, id)]);
      expect(good).toHaveProperty("status", "fulfilled");
      expect(bad).toHaveProperty("reason.code", "ERR_INVALID_ENTRY");
      expect(await bed.inbox.get(id)).toMatchObject({ status: "pending", attempts: 0 });
    });

    test("keeps a summary of its error, not a novel", async () => {
      const id = await bed.accepted(["a"]);
      await bed.inbox.fail(id, { error: `\0${"x".repeat(498)}🦀 and more`, retryAt: T0 });
      expect((await bed.inbox.get(id))?.error).toBe(`\ufffd${"x".repeat(498)}\ufffd`);
    });
  });

  describe("pending", () => {
    test("gives everything that has not ended, in order of arrival, with its event", async () => {
      const ids = await Promise.all(
        ["a", "b", "c", "d", "e"].map((id) => bed.accepted([id], { sessionKey: `s${id}` })),
      );
      await bed.inbox.complete(ids[1] ?? 0);
      await bed.inbox.start(ids[3] ?? 0);
      await bed.inbox.fail(ids[4] ?? 0, { error: "later", retryAt: T0 + 1 });
      const items = await all(bed.inbox);
      expect(items.map((item) => item.ids)).toEqual([["a"], ["c"], ["d"], ["e"]]);
      expect(items[0]).toEqual({
        id: ids[0],
        status: "pending",
        ids: ["a"],
        sessionKey: "sa",
        account: "default",
        transport: "websocket",
        receivedAt: T0,
        attempts: 0,
        event: { schema: "2.0", event: { ids: ["a"] } },
      });
    });

    test("gives one session when asked", async () => {
      for (let i = 0; i < 9; i++) await bed.accepted([`m${i}`], { sessionKey: `s${i % 2}` });
      expect((await all(bed.inbox, "s1")).map((item) => item.ids[0])).toEqual(["m1", "m3", "m5", "m7"]);
      expect(await all(bed.inbox, "s9")).toEqual([]);
    });

    test("may be read while rows end", async () => {
      const claims = await Promise.all(Array.from({ length: 1200 }, (_, i) => bed.accepted([`m${i}`])));
      const seen: number[] = [];
      for await (const item of bed.inbox.pending()) {
        seen.push(item.id);
        if (item.id % 100 === 1) await bed.inbox.complete(item.id);
      }
      expect(seen).toEqual(claims);
    });
  });
}
