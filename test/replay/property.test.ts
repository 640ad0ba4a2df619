import fc from "fast-check";
import { expect, test } from "vitest";
import { isRestart } from "../../src/replay/fixture/fixture.ts";
import { play } from "../../src/replay/playback.ts";
import { analyse } from "../../src/replay/report/analyse.ts";
import { chainOf, fixture, message, reaction } from "../support/replay/fixtures.ts";

const users = ["ou_a", "ou_b"];
const texts = ["hello", "and then?", "/new", "/reset", "/stop", "/approve 1", "停止"];

const writing = fc.record({
  kind: fc.constant("message" as const),
  text: fc.constantFrom(...texts),
  user: fc.constantFrom(...users),
  thread: fc.constantFrom(undefined, "omt_1"),
  turnMs: fc.nat(5000),
  account: fc.constantFrom("default", "work"),
  lanes: fc.constantFrom("single", "dual", "nested"),
});
const reacting = fc.record({ kind: fc.constant("reaction" as const), user: fc.constantFrom(...users) });
/** Feishu delivers something again, sometimes under another event id, sometimes under another message id too. */
const redelivering = fc.record({
  kind: fc.constant("again" as const),
  which: fc.nat(30),
  fresh: fc.constantFrom<Fresh>("nothing", "event", "message"),
});
const restarting = fc.record({ kind: fc.constant("restart" as const) });

const happening = fc.record({
  after: fc.oneof({ weight: 3, arbitrary: fc.nat(40) }, fc.nat(9000)),
  what: fc.oneof(
    { weight: 12, arbitrary: writing },
    { weight: 1, arbitrary: reacting },
    { weight: 5, arbitrary: redelivering },
    { weight: 1, arbitrary: restarting },
  ),
});
const header = fc.record({
  dmScope: fc.constantFrom("main", "per-peer", "per-channel-peer", "per-account-channel-peer"),
});

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;
/** Delivers one work, at any time and under any ids. */
type Deliver = (at: number, ids: { id?: string; eventId?: string }) => object;

/** The lines of a fixture in which all this happens. */
function linesOf(happenings: readonly Happening[]): object[] {
  const works: Deliver[] = [];
  const lines: object[] = [];
  let at = 0;
  for (const [index, { after, what }] of happenings.entries()) {
    at += after;
    const fresh = { id: `om_${index}`, eventId: `ev_${index}` };
    if (what.kind === "restart") lines.push({ at, restart: true });
    else if (what.kind === "again") {
      const deliver = works[what.which % works.length];
      if (deliver) lines.push(deliver(at, idsOf(what.fresh, fresh)));
    } else {
      const deliver = workOf(what, at, fresh);
      works.push(deliver);
      lines.push(deliver(at, {}));
    }
  }
  return lines;
}

type Fresh = "nothing" | "event" | "message";

function idsOf(fresh: Fresh, ids: { id: string; eventId: string }) {
  if (fresh === "nothing") return {};
  return fresh === "event" ? { eventId: ids.eventId } : ids;
}

type Task = Extract<Happening["what"], { kind: "message" | "reaction" }>;

function workOf(what: Task, writtenAt: number, ids: { id: string; eventId: string }): Deliver {
  if (what.kind === "reaction") {
    return (at, fresh) => reaction(at, { user: what.user, writtenAt, ...ids, ...fresh });
  }
  const { text, user, thread, turnMs, account, lanes } = what;
  const line = { turnMs, account, lanes };
  return (at, fresh) =>
    message(at, text, { user, ...(thread && { thread }), writtenAt, line, ...ids, ...fresh });
}

test("whatever happens, the middleware keeps every work whole, once and in order", {
  timeout: 60_000,
}, async () => {
  const chain = await chainOf({ name: "feishu-dispatch-dedup" });
  const clean = fc.asyncProperty(
    header,
    fc.array(happening, { maxLength: 30 }),
    async (header, happenings) => {
      const played = fixture(header, ...linesOf(happenings));
      const log = await play(played, chain);
      const run = analyse(played, log);
      expect(log.errors).toEqual([]);
      expect(run).toMatchObject({
        takeovers: 0,
        failedTurns: 0,
        duplicateReplies: 0,
        lostMessages: 0,
        outOfOrder: 0,
      });
      expect(run.maxTurnsPerSession).toBeLessThanOrEqual(1);
      // What a restart cuts off has no outcome.
      if (played.steps.some(isRestart)) return;
      expect(Object.values(run.outcomes).reduce((sum, count) => sum + count, 0)).toBe(run.dispatches);
    },
  );
  await fc.assert(clean, { numRuns: 120 });
});
