import { describe, expect, test } from "vitest";
import { UsageError } from "../../../../src/errors.ts";
import { all, type Bed, entry, TTL } from "./bed.ts";

export function describeClaims(bed: Bed): void {
  describe("claim", () => {
    test("accepts new work, holds it while pending, and knows it once done", async () => {
      const id = await bed.accepted(["e1", "m1"]);
      expect(await bed.inbox.claim(entry(["m1"]))).toEqual({ status: "in-progress", id, by: "m1" });
      await bed.inbox.start(id);
      expect(await bed.inbox.claim(entry(["e1"]))).toEqual({ status: "in-progress", id, by: "e1" });
      await bed.inbox.complete(id);
      expect(await bed.inbox.claim(entry(["e1", "m1"]))).toEqual({ status: "duplicate", id, by: "e1" });
    });

    test("accepts one of many at the same time", async () => {
      const claims = await Promise.all(
        Array.from({ length: 50 }, (_, i) => bed.inbox.claim(entry(["x", `y${i}`]))),
      );
      expect(claims.filter((claim) => claim.status === "accepted")).toHaveLength(1);
      expect(new Set(claims.map((claim) => claim.id)).size).toBe(1);
    });

    test("remembers the identities of every delivery, also through a chain", async () => {
      const id = await bed.accepted(["a"]);
      expect(await bed.inbox.claim(entry(["a", "b"]))).toEqual({ status: "in-progress", id, by: "a" });
      expect(await bed.inbox.claim(entry(["b", "c"]))).toEqual({ status: "in-progress", id, by: "b" });
      expect((await bed.inbox.get(id))?.ids).toEqual(["a", "b", "c"]);
      await bed.inbox.complete(id);
      expect(await bed.inbox.claim(entry(["c", "d"]))).toEqual({ status: "duplicate", id, by: "c" });
      expect(await bed.inbox.claim(entry(["d"]))).toEqual({ status: "duplicate", id, by: "d" });
    });

    test("says by which identity work was recognised: the first of the claim's own that was known", async () => {
      expect(await bed.inbox.claim(entry(["a", "b", "c"]))).not.toHaveProperty("by");
      expect(await bed.inbox.claim(entry(["fresh", "c", "b"]))).toMatchObject({ by: "c" });
      expect(await bed.inbox.claim(entry(["b", "c"]))).toMatchObject({ by: "b" });
      const id = await bed.accepted(["d"]);
      expect(await bed.inbox.claim(entry(["newer", "d", "a"]))).toMatchObject({ by: "d" });
      await bed.inbox.complete(id);
      expect(await bed.inbox.claim(entry(["newest", "newer", "a"]))).toMatchObject({ by: "newer" });
    });

    test("makes two waiting rows one when a third delivery links them", async () => {
      const first = await bed.accepted(["a"]);
      const second = await bed.accepted(["b"]);
      expect(await bed.inbox.claim(entry(["b", "a"]))).toEqual({ status: "in-progress", id: first, by: "b" });
      expect(await bed.inbox.start(second)).toBeUndefined();
      expect(await bed.inbox.get(second)).toMatchObject({ status: "done", outcome: "merged", ids: [] });
      expect((await all(bed.inbox)).map((item) => [item.id, item.ids])).toEqual([[first, ["a", "b"]]]);
      bed.time += TTL;
      expect(await bed.inbox.claim(entry(["b"]))).toEqual({ status: "in-progress", id: first, by: "b" });
    });

    test("keeps the row that has been started, and both when both have", async () => {
      const [first, second] = [await bed.accepted(["a"]), await bed.accepted(["b"])];
      await bed.inbox.start(second);
      expect(await bed.inbox.claim(entry(["a", "b"]))).toEqual({
        status: "in-progress",
        id: second,
        by: "a",
      });
      expect(await bed.inbox.start(first)).toBeUndefined();
      const third = await bed.accepted(["c"]);
      await bed.inbox.start(third);
      expect(await bed.inbox.claim(entry(["c", "b"]))).toEqual({
        status: "in-progress",
        id: second,
        by: "c",
      });
      expect((await all(bed.inbox)).map((item) => item.id)).toEqual([second, third]);
    });

    test("does not run a waiting row that turns out to be done", async () => {
      const [first, second] = [await bed.accepted(["a"]), await bed.accepted(["b"])];
      await bed.inbox.complete(first);
      expect(await bed.inbox.claim(entry(["a", "b"]))).toEqual({ status: "duplicate", id: first, by: "a" });
      expect(await bed.inbox.start(second)).toBeUndefined();
    });

    test("lets waiting work run that turns out to be the same as a dead letter", async () => {
      const [first, second] = [await bed.accepted(["a"]), await bed.accepted(["b"])];
      await bed.inbox.fail(first, { error: "no" });
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id: first, by: "a" });
      expect(await bed.inbox.claim(entry(["a", "b"]))).toEqual({
        status: "in-progress",
        id: second,
        by: "a",
      });
      expect((await bed.inbox.get(first))?.status).toBe("dead");
    });

    test("forgets what is done when its time has passed, and nothing else", async () => {
      const [done, dead, open] = [
        await bed.accepted(["a", "b"]),
        await bed.accepted(["c"]),
        await bed.accepted(["d"]),
      ];
      await bed.inbox.complete(done);
      await bed.inbox.fail(dead, { error: "no" });
      bed.time += TTL - 1;
      expect(await bed.inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id: done, by: "a" });
      bed.time += 1;
      const again = await bed.accepted(["b"]);
      expect(again).toBeGreaterThan(open);
      expect(await bed.inbox.get(done)).toBeUndefined();
      expect(await bed.accepted(["a"])).toBeGreaterThan(again);
      expect(await bed.inbox.claim(entry(["c"]))).toEqual({ status: "duplicate", id: dead, by: "c" });
      expect(await bed.inbox.claim(entry(["d"]))).toEqual({ status: "in-progress", id: open, by: "d" });
    });

    test.each([
      ["no identity", { ids: [] }],
      ["an empty identity", { ids: ["a", ""] }],
      ["an identity with half a character", { ids: ["\ud800"] }],
      ["an identity with a NUL", { ids: ["a\0b"] }],
      ["a session with a NUL", { sessionKey: "a\0b" }],
      ["an endless identity", { ids: ["x".repeat(5000)] }],
      ["no session", { sessionKey: "" }],
      ["no account", { account: "" }],
      ["an event that is not JSON", { event: undefined }],
      ["an event that goes in circles", { event: circle() }],
    ])("refuses %s", async (_what, wrong) => {
      await expect(bed.inbox.claim(entry(["a"], wrong))).rejects.toThrow(UsageError);
      expect(await bed.inbox.stats()).toMatchObject({ pending: 0 });
    });

    test("gives back any text as it came", async () => {
      const text = "汉字 🦀 \0 \ud800 'x' \n";
      const more = { event: { text }, sessionKey: "s\n'", account: "ä" };
      const id = await bed.accepted(["id\n 🦀"], more);
      expect(await bed.inbox.get(id)).toMatchObject({ ids: ["id\n 🦀"], ...more });
      expect(await bed.inbox.claim(entry(["id\n 🦀"]))).toMatchObject({ status: "in-progress" });
      await bed.accepted(["id\n"]);
      await bed.accepted(["id"]);
    });
  });
}

function circle(): unknown {
  const event: { self?: unknown } = {};
  event.self = event;
  return event;
}
