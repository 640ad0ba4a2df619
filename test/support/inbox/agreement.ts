import fc from "fast-check";
import { expect } from "vitest";
import type { Inbox, InboxOptions } from "../../../src/inbox/inbox.ts";
import { createMemoryInbox } from "../../../src/inbox/memory.ts";
import { all, entry, T0, TTL } from "./contract/bed.ts";

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

function atOnce(inbox: Inbox, calls: readonly Call[]): Promise<unknown[]> {
  return Promise.all(calls.map((call) => perform(inbox, call)));
}

async function inTurn(inbox: Inbox, calls: readonly Call[]): Promise<unknown[]> {
  const said: unknown[] = [];
  for (const call of calls) said.push(await perform(inbox, call));
  return said;
}

/** What both must agree on. When exactly a row is removed whose time has passed is each inbox's own business. */
async function everything(inbox: Inbox, now: number): Promise<unknown> {
  const rows = await inbox.list();
  const { pending, dead, oldestPendingAt } = await inbox.stats();
  const remembered = rows.filter((row) => row.status !== "done" || (row.endedAt ?? 0) + TTL > now);
  return [remembered, await all(inbox), await all(inbox, "s1"), pending, dead, oldestPendingAt];
}

export interface Agreement {
  /** Opens an empty inbox whose rows are numbered from 1. */
  readonly open: (options: Required<InboxOptions>) => Promise<Inbox>;
  readonly numRuns: number;
  /** Whether each call waits for the one before: where calls of one tick go different ways. @default false */
  readonly isOneByOne?: boolean;
}

/** Lets an inbox and the memory inbox do the same, and compares all that they say. */
export async function agree({ open, numRuns, isOneByOne = false }: Agreement): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      let time = T0;
      const options = { settledTtlMs: TTL, now: () => time };
      const inboxes = [createMemoryInbox(options), await open(options)] as const;
      try {
        for (const calls of steps) {
          if (typeof calls === "number") {
            time += calls;
            continue;
          }
          const [memory, other] = await Promise.all(
            inboxes.map((inbox) => (isOneByOne ? inTurn(inbox, calls) : atOnce(inbox, calls))),
          );
          expect(other).toEqual(memory);
        }
        const [memory, other] = await Promise.all(inboxes.map((inbox) => everything(inbox, time)));
        expect(other).toEqual(memory);
      } finally {
        for (const inbox of inboxes) await inbox.close();
      }
    }),
    { numRuns },
  );
}
