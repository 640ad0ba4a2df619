import { beforeAll, describe, expect, test } from "vitest";
import type { Played } from "../../../src/replay/played.ts";
import { playAll } from "../../../src/replay/replay.ts";
import { timelineOf } from "../../../src/replay/timeline/timeline.ts";
import type { Mark, MarkKind, Panel, Timeline } from "../../../src/timeline/timeline.ts";

let played: Played[];
let timeline: Timeline;
beforeAll(async () => {
  played = await playAll(["fixtures"], { config: "fixtures/gateway.json5" });
  timeline = timelineOf(played);
});

function panel(fixture: string, run: "without" | "with"): Panel {
  const chart = timeline.charts.find(({ name }) => name === fixture);
  return chart?.panels.find(({ name }) => name === run) ?? expect.fail();
}

const marks = (kind: MarkKind, { marks }: Panel): Mark[] => marks.filter((mark) => mark.kind === kind);

describe("of every fixture", () => {
  test("the turns and the harms are those of the report", () => {
    for (const { fixture, report } of played) {
      for (const run of ["without", "with"] as const) {
        const { turns, outcomes, ...figures } = report[run];
        const drawn = panel(fixture.name, run);
        const count = (kind: MarkKind) => marks(kind, drawn).length;
        expect(
          drawn.turns.map(({ id, startedAt, endedAt, status }) => [id, startedAt, endedAt, status]),
        ).toEqual(
          turns.map(({ messageId, startedAt, endedAt, status }) => [messageId, startedAt, endedAt, status]),
        );
        expect({
          takeovers: count("takeover"),
          duplicateReplies: count("twice"),
          lostMessages: count("lost"),
          outOfOrder: count("out-of-order"),
        }).toEqual({
          takeovers: figures.takeovers,
          duplicateReplies: figures.duplicateReplies,
          lostMessages: figures.lostMessages,
          outOfOrder: figures.outOfOrder,
        });
        if (run === "without") continue;
        expect([count("join"), count("duplicate")]).toEqual([outcomes.joined ?? 0, outcomes.duplicate ?? 0]);
      }
    }
  });

  test("every message that is a duplicate or joins says of what", () => {
    const all = timeline.charts.flatMap(({ panels }) => panels.flatMap((it) => it.marks));
    const shared = all.filter(({ kind }) => ["duplicate", "join", "twice"].includes(kind));
    expect(shared.length).toBeGreaterThan(30);
    expect(shared.filter(({ of, by, note }) => !of || !(by ?? note))).toEqual([]);
  });
});

test("a caught duplicate names the message that it repeats, and the identity that they share", () => {
  const [first] = panel("redelivery-fresh-message-id", "with").turns;
  const [caught] = marks("duplicate", panel("redelivery-fresh-message-id", "with"));
  expect(caught?.of).toBe(first?.id);
  expect(caught?.id).not.toBe(first?.id);
  expect(caught?.by).toMatch(/^content:default:/);
});

test("what the channel drops by itself is a duplicate too, and said to be", () => {
  expect(marks("duplicate", panel("redelivery-fresh-message-id", "without"))).toMatchObject([
    { note: expect.stringContaining("channel") },
  ]);
});

test("commands are marked as what they are for order", () => {
  expect(marks("barrier", panel("new-in-thread-mid-turn", "with"))).toMatchObject([{ text: "/new" }]);
  expect(marks("bypass", panel("stop-during-turn", "with")).map(({ text }) => text)).toEqual([
    "/stop",
    "停止",
  ]);
});

test("restarts, recalls and what was not run are marked", () => {
  expect(marks("restart", panel("restart-mid-turn", "with"))).toEqual([{ kind: "restart", at: 4000 }]);
  const recalled = panel("recalled-messages", "with");
  expect(marks("recall", recalled)).toHaveLength(3);
  expect(marks("not-run", recalled).map(({ note }) => note)).toEqual([
    "cancelled: recalled",
    "cancelled: recalled",
  ]);
});

test("it says what each fixture is about, and how it went", () => {
  const [chart] = timeline.charts.filter(({ name }) => name === "burst");
  expect(chart?.about).toMatch(/^Eight messages of one DM/);
  expect(panel("dual-lanes", "without").summary).toBe("2 takeovers, 1 duplicate reply");
  expect(panel("dual-lanes", "with").summary).toBe("nothing went wrong");
  expect(timeline.about).toMatch(/^In 39 fixtures the middleware prevented /);
});
