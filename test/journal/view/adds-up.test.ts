import { subscribe, unsubscribe } from "node:diagnostics_channel";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { createMemoryInbox } from "../../../src/inbox/memory.ts";
import type { OutcomeTelemetry } from "../../../src/index.ts";
import { JournalView } from "../../../src/journal/view/view.ts";
import { peerOn, type Seen } from "../../support/gateway/peer.ts";
import { alice, settle } from "../../support/gateway/sharing.ts";

const CHANNEL = "feishu-dispatch-dedup:outcome";

/** What the engines of this process have said of how dispatches ended, from now on. */
function engineOutcomes(): Record<string, number> {
  const outcomes: Record<string, number> = {};
  const hear = (message: unknown) => {
    const { status } = message as OutcomeTelemetry;
    outcomes[status] = (outcomes[status] ?? 0) + 1;
  };
  subscribe(CHANNEL, hear);
  onTestFinished(() => void unsubscribe(CHANNEL, hear));
  return outcomes;
}

type Step = { readonly do: string; readonly which?: number };

// Each step is done, and let happen, before the next.
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom("say", "old", "ask", "/new", "/cut", "/stop", "/status") }),
  fc.record({ do: fc.constantFrom("again", "recall"), which: fc.nat() }),
  fc.record({ do: fc.constantFrom("answer", "fail", "fail now"), which: fc.nat() }),
);
const on = (what: string, which: number) => ({ do: what, which });
/** One of each. */
const everything: Step[] = [
  ...[{ do: "say" }, on("again", 0), { do: "say" }, on("recall", 1), { do: "say" }, { do: "/cut" }],
  ...[on("answer", 1), { do: "say" }, on("fail", 2), { do: "ask" }, { do: "say" }, on("answer", 3)],
  ...[{ do: "old" }, { do: "say" }, { do: "/stop" }],
];

async function play(steps: readonly Step[]) {
  const seen: Seen = { asked: [], said: [], log: [] };
  const view = new JournalView();
  const inbox = createMemoryInbox();
  const peer = peerOn(inbox, "A", seen, { onFact: view.hear, maxAgeMs: 60_000 });
  const events: ReturnType<typeof alice.says>[] = [];
  const takeNew = (text: string, at?: number) => {
    const event = alice.says(text, at);
    events.push(event);
    return peer.take(event);
  };
  const perform = async ({ do: what, which = 0 }: Step) => {
    const event = events[which % events.length];
    const asked = seen.asked[which % seen.asked.length];
    if (what === "again") return event && peer.take(event);
    if (what === "recall") return event && peer.take(alice.recalls(event));
    if (what === "answer") return asked?.say("answer");
    if (what.startsWith("fail")) return asked?.say(what);
    return what === "old" ? takeNew(what, Date.now() - 120_000) : takeNew(what === "say" ? "hello" : what);
  };
  for (const step of steps) {
    await perform(step);
    await settle();
    addsUp(view, peer.turns.openJobs.size);
  }
  for (let more = true; more; more = peer.turns.openJobs.size > 0) {
    for (const { say } of seen.asked) say("answer");
    await settle();
    // Whoever asks the user waits for more than that.
    if (peer.turns.openJobs.size > 0) await peer.take(alice.says("/stop"));
    await settle();
  }
  await peer.turns.close(0);
  return { view, inbox };
}

/** Whatever came is over, runs or waits. */
function addsUp({ totals }: JournalView, inside: number) {
  const over = Object.values(totals.outcomes).reduce((sum, count) => sum + count, 0);
  expect(over + totals.running + totals.waiting).toBe(totals.received.accepted ?? 0);
  expect(totals.running + totals.waiting).toBeGreaterThanOrEqual(inside);
}

test("the view's counters add up to the engine's, and to the rows of the inbox", async () => {
  const outcomes = engineOutcomes();
  const totals: Record<string, number> = {};
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      for (const name of Object.keys(outcomes)) delete outcomes[name];
      const { view, inbox } = await play(steps);
      const { outcomes: told, received, running, waiting } = view.totals;
      expect([running, waiting]).toEqual([0, 0]);
      const rows = await inbox.list({ limit: 1000 });
      const byWord: Record<string, number> = {};
      for (const { status, outcome = "dead" } of rows.filter(
        ({ sessionKey }) => !sessionKey.startsWith("message:"),
      ))
        byWord[status === "dead" ? "dead" : outcome] =
          (byWord[status === "dead" ? "dead" : outcome] ?? 0) + 1;
      expect(told).toEqual(byWord);
      // What was stopped by a command, or given up, had its turn from the engine as well.
      expect(outcomes.expired ?? 0).toBe(told.expired ?? 0);
      expect(outcomes.joined ?? 0).toBe(told.answered ?? 0);
      expect((outcomes.completed ?? 0) + (outcomes.failed ?? 0)).toBeGreaterThanOrEqual(told.completed ?? 0);
      for (const [name, count] of Object.entries({ ...told, ...received }))
        totals[name] = (totals[name] ?? 0) + count;
    }),
    { numRuns: 60, examples: [[everything]] },
  );
  for (const name of [
    "completed",
    "stopped",
    "recalled",
    "cancelled",
    "expired",
    "answered",
    "dead",
    "in-progress",
  ])
    expect(totals[name], name).toBeGreaterThan(0);
});
