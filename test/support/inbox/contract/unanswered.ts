import { describe, expect, test } from "vitest";
import { KEPT } from "../../../../src/inbox/rules/limits.ts";
import { all, type Bed, entry, T0, TTL } from "./bed.ts";

export function describeUnanswered(bed: Bed): void {
  describe("what has ended without an answer", () => {
    async function ended(id: string, outcome: string): Promise<number> {
      const row = await bed.accepted([id]);
      await bed.inbox.complete(row, outcome);
      return row;
    }

    test.each(KEPT)("is put back like a dead letter: %s", async (outcome) => {
      const id = await ended("a", outcome);
      await bed.inbox.claim(entry(["a", "a again"]));
      const other = await bed.accepted(["b"]);
      bed.time += TTL - 1;
      const next = await bed.inbox.retry(id);
      expect(next).toBeGreaterThan(other);
      expect(await bed.inbox.get(id)).toBeUndefined();
      expect((await all(bed.inbox)).map((item) => item.ids)).toEqual([["b"], ["a", "a again"]]);
      const event = { schema: "2.0", event: { ids: ["a"] } };
      const back = { status: "pending", attempts: 0, receivedAt: T0, event, error: outcome };
      expect(await bed.inbox.get(next ?? 0)).toMatchObject(back);
      for (const gone of ["endedAt", "outcome"])
        expect(await bed.inbox.get(next ?? 0)).not.toHaveProperty(gone);
      expect(await bed.inbox.claim(entry(["a again"]))).toEqual({
        status: "in-progress",
        id: next,
        by: "a again",
      });
      bed.time += TTL;
      expect(await bed.inbox.start(next ?? 0)).toBe(1);
      expect(await bed.inbox.retry(next ?? 0)).toBeUndefined();
    });

    test.each(["completed", "answered", "recalled", "a word of one's own"])(
      "is not put back when its event was forgotten: %s",
      async (outcome) => {
        const id = await ended("a", outcome);
        expect(await bed.inbox.drop(id)).toBe(false);
        expect(await bed.inbox.retry(id)).toBeUndefined();
        expect(await bed.inbox.get(id)).toMatchObject({ status: "done", outcome });
      },
    );

    test("shows its event to nobody, and cannot be put back once an operator has dropped it", async () => {
      const [id, waits] = [await ended("a", "stopped"), await bed.accepted(["b"])];
      expect(await bed.inbox.get(id)).toMatchObject({ event: undefined, ids: [] });
      expect(await bed.inbox.list({ status: "done" })).toMatchObject([{ ids: [] }]);
      for (const row of [id, waits]) {
        expect(await bed.inbox.drop(row)).toBe(true);
        expect(await bed.inbox.drop(row)).toBe(false);
        expect(await bed.inbox.retry(row)).toBeUndefined();
      }
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id, by: "a" });
    });

    test("is forgotten with its event when its time has passed", async () => {
      const id = await ended("a", "expired");
      bed.time += TTL;
      const next = await bed.accepted(["a"]);
      expect(await bed.inbox.retry(id)).toBeUndefined();
      expect(await all(bed.inbox)).toMatchObject([{ id: next, ids: ["a"] }]);
    });
  });
}
