import { describe, expect, test } from "vitest";
import { type Delivery, deliveriesIn } from "../../../src/replay/fixture/fixture.ts";
import { analyse } from "../../../src/replay/report/analyse.ts";
import { RunLog, type TurnKind, type TurnStatus } from "../../../src/replay/simulation/run-log.ts";
import { fixture, message, reaction } from "../../support/replay/fixtures.ts";

/** One turn of the n-th delivery, from when to when. */
type Turn = [delivery: number, from: number, to: number, status?: TurnStatus, kind?: TurnKind];

/** The run in which exactly these turns happened. */
function runOf(lines: object[], turns: Turn[], tell?: (log: RunLog, deliveries: Delivery[]) => void) {
  const played = fixture({}, ...lines);
  const deliveries = deliveriesIn(played);
  let now = 0;
  const log = new RunLog(() => now);
  // At one moment ends come before starts, but a turn of no length after its own.
  const moments = turns.flatMap(([index, from, to, status = "ok", kind = "run"]) => {
    let end = () => {};
    const start = () => {
      const turn = log.start(deliveries[index] ?? expect.fail(), "main", kind);
      end = () => log.end(turn, status);
    };
    return [
      { at: from, rank: 1, happen: start },
      { at: to, rank: from < to ? 0 : 2, happen: () => end() },
    ];
  });
  for (const { at, happen } of moments.sort((a, b) => a.at - b.at || a.rank - b.rank)) {
    now = at;
    happen();
  }
  tell?.(log, deliveries);
  return analyse(played, log);
}

const [a, b, c] = [message(0, "a"), message(10, "b"), message(20, "c")];

describe("turns", () => {
  test("are told as started, with nothing else than the contract says", () => {
    const { turns } = runOf(
      [a, reaction(10)],
      [
        [1, 10, 20],
        [0, 30, 45, "takeover"],
      ],
    );
    expect(turns).toEqual([
      {
        messageId: "ev_reaction_10",
        sessionKey: "agent:main:feishu:direct:ou_a",
        text: "im.message.reaction.created_v1",
        lane: "main",
        arrivedAt: 10,
        startedAt: 10,
        endedAt: 20,
        status: "ok",
      },
      {
        messageId: "om_0_1",
        sessionKey: "agent:main:feishu:direct:ou_a",
        text: "a",
        lane: "main",
        arrivedAt: 0,
        startedAt: 30,
        endedAt: 45,
        status: "takeover",
      },
    ]);
  });

  test("are counted by how they ended", () => {
    const run = runOf(
      [a, b, c],
      [
        [0, 0, 1, "takeover"],
        [1, 1, 2, "failed"],
        [1, 2, 3, "failed"],
        [2, 3, 4, "cut-off"],
      ],
    );
    expect(run).toMatchObject({ takeovers: 1, failedTurns: 2 });
  });
});

describe("replies", () => {
  test("beyond one for the same work are duplicates, whichever delivery they answer", () => {
    const again = { ...a, at: 10 };
    const run = runOf(
      [a, again, c],
      [
        [0, 0, 1],
        [1, 10, 11],
        [1, 12, 13],
        [2, 20, 21],
      ],
    );
    expect(run).toMatchObject({ duplicateReplies: 2, lostMessages: 0 });
  });

  test("that never came are lost, once for each work", () => {
    const run = runOf(
      [a, { ...a, at: 5 }, b, c],
      [
        [0, 0, 1, "failed"],
        [3, 20, 21],
      ],
    );
    expect(run).toMatchObject({ duplicateReplies: 0, lostMessages: 2 });
  });

  test("that were called off are not missed", () => {
    const callOff = (log: RunLog, [first]: Delivery[]) => log.calledOff.add(first?.work ?? expect.fail());
    expect(runOf([a, b], [[0, 0, 1, "cut-off"]], callOff).lostMessages).toBe(1);
  });
});

describe("out of order", () => {
  test("is a turn that started before one that had arrived earlier", () => {
    expect(
      runOf(
        [a, b, c],
        [
          [0, 0, 1],
          [1, 10, 11],
          [2, 20, 21],
        ],
      ).outOfOrder,
    ).toBe(0);
    expect(
      runOf(
        [a, b, c],
        [
          [2, 30, 31],
          [0, 40, 41],
          [1, 50, 51],
        ],
      ).outOfOrder,
    ).toBe(1);
    expect(
      runOf(
        [a, b, c],
        [
          [1, 30, 31],
          [2, 40, 41],
          [0, 50, 51],
        ],
      ).outOfOrder,
    ).toBe(2);
  });

  test("goes by the lines where several arrive at the same moment", () => {
    const [one, two] = [message(0, "one"), message(0, "two!")];
    expect(
      runOf(
        [one, two],
        [
          [1, 5, 6],
          [0, 6, 7],
        ],
      ).outOfOrder,
    ).toBe(1);
  });

  test("is not what was written earlier, which Feishu brought late", () => {
    const late = message(20, "late", { writtenAt: 5 });
    expect(
      runOf(
        [a, b, late],
        [
          [0, 0, 1],
          [2, 30, 31],
          [1, 40, 41],
        ],
      ).outOfOrder,
    ).toBe(0);
    const alike = message(20, "late", { writtenAt: 10 });
    expect(
      runOf(
        [a, b, alike],
        [
          [0, 0, 1],
          [2, 30, 31],
          [1, 40, 41],
        ],
      ).outOfOrder,
    ).toBe(1);
  });

  test("looks at one session at a time", () => {
    const other = message(10, "b", { user: "ou_b" });
    expect(
      runOf(
        [a, other],
        [
          [1, 10, 11],
          [0, 20, 21],
        ],
      ).outOfOrder,
    ).toBe(0);
  });

  test("does not count commands that pass, nor the second attempt of a turn", () => {
    expect(
      runOf(
        [a, b],
        [
          [1, 10, 11, "ok", "control"],
          [0, 20, 21],
        ],
      ).outOfOrder,
    ).toBe(0);
    expect(
      runOf(
        [a, b],
        [
          [1, 10, 11, "ok", "reset"],
          [0, 20, 21],
        ],
      ).outOfOrder,
    ).toBe(1);
    expect(
      runOf(
        [a, b],
        [
          [0, 0, 1, "cut-off"],
          [1, 10, 11],
          [0, 20, 21],
        ],
      ).outOfOrder,
    ).toBe(0);
  });
});

describe("at the same moment", () => {
  test.each<[number, Turn[]]>([
    [0, []],
    [
      1,
      [
        [0, 0, 10],
        [1, 10, 20],
      ],
    ],
    [
      2,
      [
        [0, 0, 10],
        [1, 9, 20],
      ],
    ],
    [
      2,
      [
        [0, 0, 10],
        [1, 2, 4],
        [2, 5, 7],
      ],
    ],
    [
      3,
      [
        [0, 0, 10],
        [1, 2, 8],
        [2, 5, 7],
      ],
    ],
    [1, [[0, 5, 5]]],
    [
      1,
      [
        [0, 0, 10],
        [1, 2, 4, "ok", "control"],
      ],
    ],
    [
      2,
      [
        [0, 0, 10],
        [1, 2, 4, "ok", "reset"],
      ],
    ],
  ])("%i turns of a session ran: %j", (most, turns) => {
    expect(runOf([a, b, c], turns).maxTurnsPerSession).toBe(most);
  });

  test("counts each session for itself", () => {
    expect(
      runOf(
        [a, message(0, "b", { user: "ou_b" })],
        [
          [0, 0, 10],
          [1, 0, 10],
        ],
      ).maxTurnsPerSession,
    ).toBe(1);
  });
});

describe("the rest", () => {
  test("is the longest wait, the dispatches and how the middleware let them end, by name", () => {
    const run = runOf(
      [a, b, c],
      [
        [0, 7, 8],
        [1, 25, 31],
        [2, 26, 41],
      ],
      (log, [delivery = expect.fail()]) => {
        log.dispatches = 4;
        for (const status of ["joined", "completed", "joined"] as const) log.ended({ delivery, status });
      },
    );
    expect(run).toMatchObject({ longestWaitMs: 15, dispatches: 4 });
    expect(Object.entries(run.outcomes)).toEqual([
      ["completed", 1],
      ["joined", 2],
    ]);
  });

  test("is nothing when nothing happened", () => {
    expect(runOf([], [])).toEqual({
      dispatches: 0,
      turns: [],
      takeovers: 0,
      failedTurns: 0,
      duplicateReplies: 0,
      lostMessages: 0,
      outOfOrder: 0,
      maxTurnsPerSession: 0,
      longestWaitMs: 0,
      outcomes: {},
    });
  });
});
