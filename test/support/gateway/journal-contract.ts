import { describe, expect, onTestFinished, test } from "vitest";
import type { FactQuery, JournalStore } from "../../../src/gateway/journal/keep/journal-store.ts";
import type { Fact } from "../../../src/journal/facts.ts";

/** Opens a journal for a test; what it returns opens the same one again. */
export type OpenJournal = () => Promise<{ store: JournalStore; reopen: () => Promise<JournalStore> }>;

/** One of two sessions and of three rows. */
export const startedFact = (seq: number, at = seq): Fact => ({
  ...{ seq, at, type: "started", row: seq % 3, turnId: "t", account: "default" },
  ...{ sessionKey: `s${seq % 2}`, attempt: 1 },
});

/** All that is asked for, as it was noted. */
export async function kept(store: JournalStore, query?: FactQuery): Promise<Fact[]> {
  const all = await inOrder(store.read(query));
  return all.map(({ gateway: _, ...fact }) => fact as Fact);
}

export async function inOrder<T>(all: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of all) found.push(one);
  return found;
}

/** What every place must do where facts are kept. */
export function describeJournal(name: string, open: OpenJournal): void {
  const opened = async () => {
    const { store, reopen } = await open();
    onTestFinished(() => store.close().catch(() => {}));
    return { store, reopen };
  };

  describe(`${name} keeps facts`, () => {
    test("in order, and finds them by row, by session and by time", async () => {
      const { store } = await opened();
      // More than are read at once, of which many have the same time.
      const all = Array.from({ length: 1200 }, (_, index) => startedFact(index + 1, Math.floor(index / 7)));
      for (let at = 0; at < all.length; at += 150) await store.append(all.slice(at, at + 150));
      expect(await kept(store)).toEqual(all);
      expect(await kept(store, { row: 2 })).toEqual(all.filter(({ seq }) => seq % 3 === 2));
      expect(await kept(store, { sessionKey: "s1" })).toEqual(all.filter(({ seq }) => seq % 2 === 1));
      const some = await kept(store, { row: 1, sessionKey: "s1", since: 5, until: 9 });
      expect(some).toEqual(all.filter(({ seq, at }) => seq % 6 === 1 && at >= 5 && at < 9));
      expect(await kept(store, { row: 4 })).toEqual([]);
    });

    test("as they are, whatever is in them", async () => {
      const { store } = await opened();
      const text = `\0 \ud800 " ' \\ $1 {,} 你好 ${"x".repeat(100_000)}`;
      const facts: Fact[] = [
        { seq: 1, at: 1, type: "refused", account: "a", code: "ERR" },
        { seq: 2, at: 2, type: "lost", sessionKey: "s'1", count: 2 },
        {
          ...{ seq: 3, at: 3, type: "dead", error: text },
          ...{ row: 1, turnId: "t", account: "a", sessionKey: "s2" },
        },
      ];
      await store.append(facts);
      expect(await kept(store)).toEqual(facts);
      expect(await kept(store, { sessionKey: "s'1" })).toEqual([facts[1]]);
    });

    test("of a batch all or none", async () => {
      const { store } = await opened();
      const bad = { ...startedFact(2), attempt: 1n } as unknown as Fact; // no JSON can be made of it
      await expect(store.append([startedFact(1), bad])).rejects.toThrow();
      await store.append([startedFact(3)]);
      expect(await kept(store)).toEqual([startedFact(3)]);
    });

    test("over a new start of the gateway, which counts anew", async () => {
      const { store, reopen } = await opened();
      await store.append([startedFact(1, 10), startedFact(2, 10)]);
      await store.close();
      const again = await reopen();
      onTestFinished(() => again.close());
      await again.append([startedFact(1, 11)]);
      expect(await kept(again)).toEqual([startedFact(1, 10), startedFact(2, 10), startedFact(1, 11)]);
    });

    test("until they are too old, and forgets the oldest first, a few at a time", async () => {
      const { store } = await opened();
      await store.append([5, 3, 4, 1, 2].map((at, index) => startedFact(index + 1, at)));
      const times = async () => (await kept(store)).map(({ at }) => at).sort();
      expect(await store.forget(5, 3)).toBe(3);
      expect(await times()).toEqual([4, 5]);
      expect(await store.forget(5, 3)).toBe(1);
      expect(await store.forget(5, 3)).toBe(0);
      expect(await times()).toEqual([5]);
    });
  });
}
