import { describe, expect, test } from "vitest";
import { commandPolicy } from "../../src/dispatch/command-policy.ts";
import { decide, type View } from "../../src/dispatch/decide.ts";
import { RecalledIdentities } from "../../src/dispatch/identity/recalled.ts";
import { SettledIdentities } from "../../src/dispatch/identity/settled.ts";
import { Works } from "../../src/dispatch/identity/works.ts";
import type { RunningTurn } from "../../src/dispatch/turn/turn.ts";
import { DeadlockError } from "../../src/index.ts";
import { caller, turn, work } from "../support/dispatch/works.ts";

/** "queued" waits, "running" runs, "done" has finished, "recalled" was recalled, and session "full" has no room. */
function view(): { view: View & { closed: boolean }; running: RunningTurn } {
  const limits = { max: 100, ttlMs: 1000, now: () => 0 };
  const settled = new SettledIdentities(limits);
  const recalled = new RecalledIdentities(limits);
  const works = new Works(settled, recalled);
  recalled.add(["recalled"]);
  const running = turn("running", { sessionKey: "busy" });
  works.claim(work("queued"), ["queued"]);
  works.claim(running.work, ["running"]);
  settled.add(["done", "alias"], "done");
  return {
    running,
    view: {
      closed: false,
      maxAgeMs: 100,
      kindOf: commandPolicy({ "/now": "interrupt" }),
      works,
      sessions: { isFull: (key) => key === "full" },
      holderOf: (key) => (key === "busy" ? running : undefined),
    },
  };
}

const ended = (outcome: object) => ({ do: "end", ending: { outcome } });
const cancelled = (reason: string) => ended({ status: "cancelled", reason });
const overflow = ended({ status: "overflow" });
const join = { do: "join", within: undefined };
const queue = { do: "queue", kind: "ordinary" };
const duplicate = { do: "duplicate", of: { work: "done", by: "done" }, known: [] };

/** From the first question that is answered to the last. The scene of a row also fits rows further down. */
const rows: Array<[string, string[], Parameters<typeof caller>[1], boolean, object]> = [
  ["given up already", ["done"], { signal: AbortSignal.abort() }, true, cancelled("aborted")],
  ["closed", ["done"], {}, true, cancelled("closed")],
  ["its work finished", ["done"], {}, false, duplicate],
  [
    "its work finished, by another name",
    ["new", "alias"],
    {},
    false,
    { ...duplicate, of: { work: "done", by: "alias" } },
  ],
  ["finished comes before running", ["running", "done"], {}, false, { do: "duplicate", of: { by: "done" } }],
  ["finished comes before too old", ["done"], { createdAt: 0, arrivedAt: 101 }, false, duplicate],
  ["recalled comes after finished", ["recalled", "done"], {}, false, { do: "duplicate" }],
  ["its message was recalled", ["new", "recalled"], {}, false, { do: "turn-away", known: [] }],
  ["so was what waits", ["queued", "recalled"], {}, false, { do: "turn-away", known: [{ ids: ["queued"] }] }],
  ["what runs is joined all the same", ["running", "recalled"], {}, false, join],
  [
    "recalled comes before too old",
    ["recalled"],
    { createdAt: 0, arrivedAt: 101 },
    false,
    { do: "turn-away" },
  ],
  ["its work waits", ["queued"], {}, false, join],
  ["its work runs", ["x", "running"], {}, false, join],
  ["joining comes before too old", ["queued"], { createdAt: 0, arrivedAt: 101 }, false, join],
  ["joining needs no room", ["queued"], { sessionKey: "full" }, false, join],
  ["too old", ["new"], { createdAt: 0, arrivedAt: 101 }, false, ended({ status: "expired" })],
  ["just not too old", ["new"], { createdAt: 0, arrivedAt: 100 }, false, queue],
  ["without a time it is never too old", ["new"], { arrivedAt: 101 }, false, queue],
  [
    "too old comes before no room",
    ["new"],
    { createdAt: 0, arrivedAt: 101, sessionKey: "full" },
    false,
    ended({ status: "expired" }),
  ],
  ["no room", ["new"], { sessionKey: "full" }, false, overflow],
  ["no room for a barrier", ["new"], { sessionKey: "full", text: "/new" }, false, overflow],
  [
    "a command that interrupts makes room",
    ["new"],
    { sessionKey: "full", text: "/now" },
    false,
    { do: "queue", kind: "interrupt" },
  ],
  [
    "a bypass command needs no room",
    ["new"],
    { sessionKey: "full", text: "/stop" },
    false,
    { do: "start", kind: "bypass", within: undefined },
  ],
  ["new", ["new"], { text: "hi" }, false, queue],
  ["a barrier", ["new"], { text: "/new" }, false, { do: "queue", kind: "barrier" }],
];

test.each(rows)("a dispatch from outside: %s", (_, ids, sketch, closed, expected) => {
  const scene = view();
  scene.view.closed = closed;
  expect(decide(caller("x", { ids, ...sketch }), scene.view)).toMatchObject(expected);
});

describe("a dispatch from inside a turn", () => {
  /** Dispatched in the turn of "running", which holds session "busy". */
  function inside(ids: string[], sketch: Parameters<typeof caller>[1] = {}, closed = false) {
    const { view: seen, running } = view();
    seen.closed = closed;
    return { decision: decide(caller("x", { ids, inside: running, ...sketch }), seen), running };
  }

  test("for the same work runs there again, closed or not", () => {
    const { decision, running } = inside(["running"], {}, true);
    expect(decision).toEqual({ do: "again", same: running, within: undefined });
  });

  test("for the same work in the same session is a part of that session's turn too", () => {
    const { decision, running } = inside(["running"], { sessionKey: "busy" });
    expect(decision).toEqual({ do: "again", same: running, within: running });
  });

  test("for the session of that turn starts at once, even closed, whatever its kind", () => {
    const { decision, running } = inside(["new"], { sessionKey: "busy", text: "/new" }, true);
    expect(decision).toEqual({ do: "start", kind: "barrier", within: running });
  });

  test("for what waits elsewhere joins it, told which turn holds its session", () => {
    const { decision, running } = inside(["queued"], { sessionKey: "busy" });
    expect(decision).toMatchObject({ do: "join", within: running });
  });

  test("for another session is refused when closed, and queues otherwise", () => {
    expect(inside(["new"], { sessionKey: "other" }, true).decision).toEqual(cancelled("closed"));
    expect(inside(["new"], { sessionKey: "other" }).decision).toEqual(queue);
  });

  test("for a session whose turn waits for this one ends with an error that says so", () => {
    const { view: seen, running } = view();
    const waiter = turn("waiter", { sessionKey: "mine" });
    work("asked", { inside: running, sessionKey: "mine" });
    const holderOf = (key: string) => (key === "mine" ? waiter : running);
    const decision = decide(caller("x", { inside: waiter, sessionKey: "busy" }), { ...seen, holderOf });
    expect(decision).toEqual({ do: "end", ending: { error: expect.any(DeadlockError) } });
  });
});

test("it only looks: what it has seen and whom it was asked for are as before", () => {
  for (const [, ids, sketch] of rows) {
    const { view: seen, running } = view();
    const asked = caller("x", { ids, inside: running, ...sketch });
    for (const thing of [asked, running, running.work, seen]) Object.freeze(thing);
    const before = seen.works.find(["queued", "running", "new", "done"]);
    expect(() => decide(asked, seen)).not.toThrow();
    expect(seen.works.find(["queued", "running", "new", "done"])).toEqual(before);
    expect(seen.works.recognise(["new", "x"])).toBeUndefined();
  }
});
