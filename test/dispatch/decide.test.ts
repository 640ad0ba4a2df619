import { expect, test } from "vitest";
import { decide } from "../../src/dispatch/decide.ts";
import { view } from "../support/dispatch/view.ts";
import { caller } from "../support/dispatch/works.ts";

const ended = (outcome: object) => ({ do: "end", ending: { outcome } });
const cancelled = (reason: string) => ended({ status: "cancelled", reason });
const overflow = ended({ status: "overflow" });
const join = { do: "join", within: undefined };
const queue = { do: "queue", kind: "ordinary" };
const answer = { do: "answer", question: { sender: "ann" } };
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
  ["an answer", ["new"], { sender: "ann" }, false, answer],
  ["an answer needs no room", ["new"], { sender: "ann", sessionKey: "full" }, false, answer],
  ["an answer behind a barrier", ["new"], { sender: "ann", sessionKey: "barred" }, false, queue],
  [
    "a barrier is no answer",
    ["new"],
    { sender: "ann", text: "/new" },
    false,
    { do: "queue", kind: "barrier" },
  ],
  ["a bypass command is no answer", ["new"], { sender: "ann", text: "/stop" }, false, { do: "start" }],
  ["what is known is no answer", ["queued"], { sender: "ann" }, false, join],
  [
    "what is too old is no answer",
    ["new"],
    { sender: "ann", createdAt: 0, arrivedAt: 101 },
    false,
    ended({ status: "expired" }),
  ],
];

test.each(rows)("a dispatch from outside: %s", (_, ids, sketch, closed, expected) => {
  const scene = view();
  scene.view.closed = closed;
  expect(decide(caller("x", { ids, ...sketch }), scene.view)).toMatchObject(expected);
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
