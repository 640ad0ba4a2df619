import { describe, expect, test } from "vitest";
import { InboxError } from "../../../../src/inbox/errors.ts";
import type { ListQuery } from "../../../../src/inbox/inbox.ts";
import { all, type Bed, entry, T0, TTL } from "./bed.ts";

export function describeAdmin(bed: Bed): void {
  describe("a dead letter", () => {
    async function dead(id: string): Promise<number> {
      const row = await bed.accepted([id]);
      await bed.inbox.start(row);
      await bed.inbox.fail(row, { error: "no" });
      return row;
    }

    test("stays until it is dropped, and is known as long as any other row", async () => {
      const id = await dead("a");
      bed.time += TTL * 9;
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id, by: "a" });
      expect(await bed.inbox.get(id)).toMatchObject({
        status: "dead",
        error: "no",
        endedAt: T0,
        attempts: 1,
      });
      expect(await all(bed.inbox)).toEqual([]);
      expect(await bed.inbox.start(id)).toBeUndefined();
      expect(await bed.inbox.drop(id)).toBe(true);
      expect(await bed.inbox.get(id)).toMatchObject({
        status: "done",
        outcome: "dropped",
        endedAt: bed.time,
      });
      expect((await bed.inbox.get(id))?.event).toBeUndefined();
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id, by: "a" });
      bed.time += TTL;
      await bed.accepted(["a"]);
    });

    test("goes back to the end of its session's line, as if it had just arrived", async () => {
      const id = await dead("a");
      const other = await bed.accepted(["b"]);
      const next = await bed.inbox.retry(id);
      expect(next).toBeGreaterThan(other);
      expect((await all(bed.inbox)).map((item) => item.ids)).toEqual([["b"], ["a"]]);
      expect(await bed.inbox.get(id)).toBeUndefined();
      const event = { schema: "2.0", event: { ids: ["a"] } };
      expect(await bed.inbox.get(next ?? 0)).toMatchObject({
        attempts: 0,
        receivedAt: T0,
        event,
        error: "no",
      });
      expect(await bed.inbox.get(next ?? 0)).not.toHaveProperty("endedAt");
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "in-progress", id: next, by: "a" });
      expect(await bed.inbox.retry(id)).toBeUndefined();
      expect(await bed.inbox.start(next ?? 0)).toBe(1);
    });

    test("that is put back is told to whoever watches", async () => {
      const told: unknown[] = [];
      const stop = bed.inbox.watch({ retried: (item) => told.push(item) });
      const id = await dead("a");
      const next = await bed.inbox.retry(id);
      await expect.poll(() => told).toEqual([await bed.inbox.get(next ?? 0)]);
      stop();
      await bed.inbox.retry(await dead("b"));
      expect(told).toHaveLength(1);
    });
  });

  describe("an operator", () => {
    test("drops what waits, and what runs cannot come back", async () => {
      const [waits, runs] = [await bed.accepted(["a"]), await bed.accepted(["b"])];
      await bed.inbox.start(runs);
      expect(await bed.inbox.drop(waits)).toBe(true);
      expect(await bed.inbox.drop(runs)).toBe(true);
      expect(await bed.inbox.start(waits)).toBeUndefined();
      await bed.inbox.fail(runs, { error: "late", retryAt: T0 });
      expect(await all(bed.inbox)).toEqual([]);
      expect(await bed.inbox.list()).toMatchObject([{ outcome: "dropped" }, { outcome: "dropped" }]);
    });

    test("lists rows by status and session, page by page, without events", async () => {
      for (let i = 0; i < 6; i++) await bed.accepted([`m${i}`], { sessionKey: `s${i % 2}` });
      const ids = (await bed.inbox.list()).map((row) => row.id);
      await bed.inbox.complete(ids[0] ?? 0);
      await bed.inbox.fail(ids[1] ?? 0, { error: "no" });
      const list = async (query: ListQuery) =>
        (await bed.inbox.list(query)).map((row) => row.ids[0] ?? row.id);
      expect(await list({ status: "pending" })).toEqual(["m2", "m3", "m4", "m5"]);
      expect(await list({ status: "done" })).toEqual([ids[0]]);
      expect(await list({ status: "dead" })).toEqual(["m1"]);
      expect(await list({ sessionKey: "s1" })).toEqual(["m1", "m3", "m5"]);
      expect(await list({ status: "pending", sessionKey: "s0", limit: 1 })).toEqual(["m2"]);
      expect(await list({ identity: "m0" })).toEqual([ids[0]]);
      expect(await list({ identity: "m5", status: "pending" })).toEqual(["m5"]);
      expect(await list({ identity: "m9" })).toEqual([]);
      expect(await list({ after: ids[1] ?? 0, limit: 2 })).toEqual(["m2", "m3"]);
      expect((await bed.inbox.list())[3]).not.toHaveProperty("event");
    });

    test("lists the newest first, page by page, and counts what fits", async () => {
      for (let i = 0; i < 5; i++) await bed.accepted([`m${i}`], { sessionKey: `s${i % 2}` });
      const newest = async (query: ListQuery) => bed.inbox.list({ order: "newest", limit: 2, ...query });
      const first = await newest({});
      expect(first.map((row) => row.ids[0])).toEqual(["m4", "m3"]);
      const second = await newest({ before: first[1]?.id ?? 0 });
      expect(second.map((row) => row.ids[0])).toEqual(["m2", "m1"]);
      expect((await newest({ sessionKey: "s0" })).map((row) => row.ids[0])).toEqual(["m4", "m2"]);
      expect(await bed.inbox.count()).toBe(5);
      expect(await bed.inbox.count({ sessionKey: "s0", limit: 1 })).toBe(3);
      expect(await bed.inbox.count({ before: first[1]?.id ?? 0 })).toBe(3);
      expect(await bed.inbox.count({ identity: "m9" })).toBe(0);
    });

    test("finds every row that was not answered", async () => {
      const outcomes = [
        "completed",
        "expired",
        "answered",
        "cancelled",
        "joined",
        "dropped",
        "duplicate",
        "sent",
      ];
      const ids: number[] = [];
      for (const outcome of outcomes) {
        const id = await bed.accepted([outcome]);
        await bed.inbox.complete(id, outcome);
        ids.push(id);
      }
      const [dead, pending] = [await bed.accepted(["dead"]), await bed.accepted(["pending"])];
      await bed.inbox.fail(dead, { error: "no" });
      const found = (await bed.inbox.list({ unanswered: true })).map(({ id }) => id);
      expect(found).toEqual([ids[1], ids[3], ids[5], dead]);
      expect(await bed.inbox.count({ unanswered: true })).toBe(4);
      expect(await bed.inbox.count({ unanswered: true, status: "dead" })).toBe(1);
      expect(await bed.inbox.count({ unanswered: false })).toBe(ids.length + 2);
      expect(found).not.toContain(pending);
    });

    test("reads counts that add up", async () => {
      expect(await bed.inbox.stats()).toMatchObject({ pending: 0, done: 0, dead: 0 });
      expect(await bed.inbox.stats()).not.toHaveProperty("oldestPendingAt");
      const old = await bed.accepted(["a"]);
      bed.time += 5;
      for (const id of ["b", "c", "d"]) await bed.accepted([id]);
      await bed.inbox.fail(old + 1, { error: "no" });
      expect(await bed.inbox.stats()).toMatchObject({ pending: 3, done: 0, dead: 1, oldestPendingAt: T0 });
      await bed.inbox.complete(old);
      expect(await bed.inbox.stats()).toMatchObject({
        pending: 2,
        done: 1,
        dead: 1,
        oldestPendingAt: T0 + 5,
      });
    });
  });

  describe("close", () => {
    test("writes what waits, then refuses everything", async () => {
      const claim = bed.inbox.claim(entry(["a"]));
      await bed.inbox.close();
      expect(await claim).toMatchObject({ status: "accepted" });
      const calls = [
        () => bed.inbox.claim(entry(["b"])),
        () => bed.inbox.start(1),
        () => bed.inbox.complete(1),
        () => bed.inbox.fail(1, { error: "no" }),
        () => all(bed.inbox),
        () => bed.inbox.get(1),
        () => bed.inbox.list(),
        () => bed.inbox.retry(1),
        () => bed.inbox.drop(1),
        () => bed.inbox.stats(),
      ];
      for (const call of calls) {
        const error: unknown = await call().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(InboxError);
        expect(error).toHaveProperty("code", "ERR_INBOX_CLOSED");
      }
    });

    test("may be called twice", async () => {
      await bed.inbox.close();
      await bed.inbox.close();
    });
  });
}
