import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Inbox } from "../../src/inbox/inbox.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { all, entry, T0, TTL } from "../support/inbox/contract/bed.ts";
import { memoryFolder } from "../support/inbox/temp.ts";

// Rows are few and identities fewer, so that everything meets everything.
const row = fc.integer({ min: 0, max: 7 });
const ids = fc.array(fc.constantFrom(..."abcdefgh"), { minLength: 1, maxLength: 3 });
const claim = fc.record({ do: fc.constant("claim"), ids, sessionKey: fc.constantFrom("s1", "s2") });
const change = fc.record({
  do: fc.constantFrom("start", "complete", "giveUp", "retryLater", "retry", "drop"),
  row,
});
type Call = { do: string; ids: string[]; sessionKey: string } | { do: string; row: number };

/** Either the calls of one tick, or time that passes. */
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(fc.oneof<fc.Arbitrary<Call>[]>(claim, change), { minLength: 1, maxLength: 4 }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: TTL }) },
);

function perform(inbox: Inbox, call: Call): Promise<unknown> {
  if ("ids" in call) return inbox.claim(entry(call.ids, { sessionKey: call.sessionKey }));
  switch (call.do) {
    case "giveUp":
      return inbox.fail(call.row, { error: "no" });
    case "retryLater":
      return inbox.fail(call.row, { error: "no", retryAt: T0 });
    case "complete":
      return inbox.complete(call.row);
    case "start":
      return inbox.start(call.row);
    case "retry":
      return inbox.retry(call.row);
    default:
      return inbox.drop(call.row);
  }
}

/** What both must agree on. When exactly a row is removed whose time has passed is each inbox's own business. */
async function everything(inbox: Inbox, now: number): Promise<unknown> {
  const rows = await inbox.list();
  const { pending, dead, oldestPendingAt } = await inbox.stats();
  const remembered = rows.filter((row) => row.status !== "done" || (row.endedAt ?? 0) + TTL > now);
  return [remembered, await all(inbox), await all(inbox, "s1"), pending, dead, oldestPendingAt];
}

test("the SQLite inbox does what the memory inbox does, whatever is asked", { timeout: 60_000 }, async () => {
  const folder = memoryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      let time = T0;
      const options = { settledTtlMs: TTL, now: () => time };
      const file = join(folder, `${run++}.db`);
      const inboxes = [createMemoryInbox(options), await openSqliteInbox({ ...options, file })] as const;
      try {
        for (const calls of steps) {
          if (typeof calls === "number") {
            time += calls;
            continue;
          }
          const [memory, sqlite] = await Promise.all(
            inboxes.map((inbox) => Promise.all(calls.map((call) => perform(inbox, call)))),
          );
          expect(sqlite).toEqual(memory);
        }
        const [memory, sqlite] = await Promise.all(inboxes.map((inbox) => everything(inbox, time)));
        expect(sqlite).toEqual(memory);
      } finally {
        for (const inbox of inboxes) await inbox.close();
        rmSync(file);
      }
    }),
    { numRuns: 500 },
  );
});
