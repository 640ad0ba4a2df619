import { beforeAll, describe, expect, test } from "vitest";
import { type FixtureReport, type ReplayResult, type Run, replay } from "../../src/replay/index.ts";
import { story } from "../support/replay/fixtures.ts";

/**
 * What goes wrong without the middleware, for the reason that `fixtures/README.md` gives. A fixture that is not named
 * here does no harm: it checks that the middleware does none either.
 */
const harms: Record<string, Partial<Run>> = {
  "burst-over-threads": { takeovers: 1, lostMessages: 1, outOfOrder: 2 },
  "dual-lanes": { takeovers: 2, duplicateReplies: 1 },
  "message-in-thread-mid-turn": { outOfOrder: 1 },
  "new-as-post-in-thread": { takeovers: 1, lostMessages: 1 },
  "new-by-another-user-shared-session": { takeovers: 1, lostMessages: 1 },
  "new-in-thread-mid-turn": { takeovers: 1, lostMessages: 1 },
  "new-on-another-account-shared-session": { takeovers: 1, lostMessages: 1 },
  "reaction-and-card-during-turn": { duplicateReplies: 1 },
  "redelivery-across-restarts": { duplicateReplies: 2 },
  "redelivery-fresh-message-id": { duplicateReplies: 2 },
  "redelivery-picture-fresh-message-id": { duplicateReplies: 4 },
  "report-third-failure": { takeovers: 1 },
  "report-with-new-in-thread": { takeovers: 1, lostMessages: 1 },
  "restart-mid-turn": { lostMessages: 1 },
  "six-minute-turn": { outOfOrder: 1 },
  "throws-then-redelivered": { lostMessages: 2 },
  "websocket-and-webhook": { duplicateReplies: 2 },
};

function harmsIn({ takeovers, duplicateReplies, lostMessages, outOfOrder }: Run): Partial<Run> {
  const all = { takeovers, duplicateReplies, lostMessages, outOfOrder };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));
}

describe.each([
  ["the config beside them", { config: "fixtures/gateway.json5" }],
  ["no config", {}],
])("the fixtures, replayed with %s", (_, options) => {
  let result: ReplayResult;
  beforeAll(async () => {
    result = await replay(["fixtures"], options);
  });

  test("fail without the middleware where a real gateway does", () => {
    const failing = result.report.fixtures.map(({ name, without }) => [name, harmsIn(without)] as const);
    expect(Object.fromEntries(failing.filter(([, found]) => Object.keys(found).length > 0))).toEqual(harms);
  });

  test("run clean with it", () => {
    expect(result.faults).toEqual([]);
    for (const { name, with: run } of result.report.fixtures) {
      expect([name, harmsIn(run), run.maxTurnsPerSession]).toEqual([name, {}, 1]);
    }
  });
});

describe("with the middleware", () => {
  let fixtures: Map<string, FixtureReport>;
  beforeAll(async () => {
    const { report } = await replay(["fixtures"], { config: "fixtures/gateway.json5" });
    fixtures = new Map(report.fixtures.map((fixture) => [fixture.name, fixture]));
  });
  const runs = (name: string) => fixtures.get(name) ?? expect.fail(`no fixture ${name}`);

  test.each(["stop-during-turn", "approve-during-turn"])("%s: commands do not wait for the turn", (name) => {
    const { without, with: guarded } = runs(name);
    expect(without.longestWaitMs).toBeGreaterThan(10_000);
    expect(guarded.longestWaitMs).toBeLessThanOrEqual(100);
  });

  test("stop-by-press-during-turn: a press that says /stop does not wait for the turn either", () => {
    expect(runs("stop-by-press-during-turn").with.longestWaitMs).toBeLessThanOrEqual(100);
  });

  test("out-of-order: messages are answered as they were written", () => {
    const { without, with: guarded } = runs("out-of-order");
    const texts = ({ turns }: Run) => turns.map(({ text }) => text);
    expect(texts(guarded).toSorted()).toEqual(texts(without).toSorted());
    expect(texts(guarded)).not.toEqual(texts(without));
  });

  test("two-users-side-by-side: neither waits for the other", () => {
    const { with: guarded } = runs("two-users-side-by-side");
    const [first, second] = guarded.turns;
    expect(second?.sessionKey).not.toBe(first?.sessionKey);
    expect(second?.startedAt).toBeLessThan(first?.endedAt ?? 0);
  });

  test("recalled-messages: what is taken back gets no turn, or no longer has one", () => {
    const { without, with: guarded } = runs("recalled-messages");
    expect(story(without)).toEqual(expect.arrayContaining(["and send it to the customer", "forget it"]));
    expect(story(guarded)).toEqual([
      "compare the two offers",
      "and show me the result first",
      "delete everything older than a year: cut-off",
      "how much is it?",
      "good night",
    ]);
  });

  test("stop-for-somebody-else: the turn is stopped by whom the bot is told to stop by", () => {
    const { turns } = runs("stop-for-somebody-else").with;
    const [minute, stop, ...others] = turns;
    expect([minute?.status, minute?.endedAt, stop?.text, stop?.arrivedAt]).toEqual([
      ...["cut-off", 15_000],
      ...["停止", 15_000],
    ]);
    expect(others.map(({ status, text }) => [status, text.split(" ")[0]])).toEqual(
      ["@Weather", "@李雷", "@all", "@Guest"].map((name) => ["ok", name]),
    );
  });

  test("card-in-a-group: everything runs in the group's session", () => {
    const { turns } = runs("card-in-a-group").with;
    expect(new Set(turns.map(({ sessionKey }) => sessionKey.split(":")[3]))).toEqual(new Set(["group"]));
    expect(new Set(turns.map(({ sessionKey }) => sessionKey)).size).toBe(1);
  });

  test("posts-of-odd-forms: all that can be read is read", () => {
    expect(story(runs("posts-of-odd-forms").with)).toEqual([
      ...["one list of elements", "in a wrapper", "in the second language", "beside an odd element"],
      ...["[image]", "im.message.receive_v1"],
    ]);
  });

  test("report-third-failure keeps the report's time", () => {
    const { without } = runs("report-third-failure");
    const failed = without.turns.find(({ status }) => status === "takeover");
    expect((failed?.endedAt ?? 0) - (failed?.startedAt ?? 0)).toBe(14_386);
  });
});
