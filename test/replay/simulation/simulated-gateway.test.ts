import { describe, expect, test } from "vitest";
import { fixture, message, reaction, story, without } from "../../support/replay/fixtures.ts";

const thread = "omt_1";

describe("the channel", () => {
  test("queues one chat: the second message waits for the first one's turn", async () => {
    const run = await without(fixture({ turnMs: 1000 }, message(0, "one"), message(100, "two")));
    expect(run.turns.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([
      [0, 1000],
      [1000, 2000],
    ]);
    expect(run.longestWaitMs).toBe(900);
  });

  test("holds back a command in the same chat, so that /new and a quick message are no trouble there", async () => {
    const run = await without(
      fixture({ turnMs: 1000 }, message(0, "one"), message(10, "/new"), message(20, "two")),
    );
    expect(story(run)).toEqual(["one", "/new", "two"]);
    expect(run.turns.map(({ startedAt }) => startedAt)).toEqual([0, 1000, 1003]);
  });

  test.each([
    ["thread", message(100, "/new", { thread })],
    ["chat", message(100, "/new", { chat: "oc_other" })],
    ["account", message(100, "/new", { line: { account: "work" } })],
  ])("does not hold back what comes from another %s", async (_, command) => {
    const run = await without(fixture({ turnMs: 1000 }, message(0, "one"), command));
    expect(run.turns[1]).toMatchObject({ text: "/new", startedAt: 100, endedAt: 103 });
  });

  test("drops a message id it has seen, from either transport, however much later", async () => {
    const first = message(0, "hi", { id: "om_1" });
    const again = { ...first, at: 9, transport: "webhook" };
    const late = { ...message(6 * 3600_000, "hi", { id: "om_1", writtenAt: 0, eventId: "fresh" }) };
    const run = await without(fixture({}, first, again, late));
    expect(story(run)).toEqual(["hi"]);
    expect(run).toMatchObject({ dispatches: 3, duplicateReplies: 0, lostMessages: 0, outcomes: {} });
  });

  test("answers the same words again under a fresh message id", async () => {
    const run = await without(
      fixture({}, message(0, "hi", { id: "om_1" }), message(300, "hi", { id: "om_2", writtenAt: 0 })),
    );
    expect(run).toMatchObject({ duplicateReplies: 1, turns: [{ messageId: "om_1" }, { messageId: "om_2" }] });
  });

  test("drops the redelivery of a message whose turn failed: it is lost", async () => {
    const first = message(0, "hi", { id: "om_1", line: { fails: 1 } });
    const run = await without(fixture({}, first, message(15_000, "hi", { id: "om_1", writtenAt: 0 })));
    expect(story(run)).toEqual(["hi: failed"]);
    expect(run).toMatchObject({ failedTurns: 1, lostMessages: 1 });
  });

  test("lets reactions past its queue, though not past the session lane, and never drops one", async () => {
    const thumb = reaction(100);
    const run = await without(
      fixture({ turnMs: 1000 }, message(0, "one"), message(50, "two"), thumb, { ...thumb, at: 200 }),
    );
    const event = "im.message.reaction.created_v1";
    expect(story(run)).toEqual(["one", event, event, "two"]);
    expect(run).toMatchObject({ outOfOrder: 2, duplicateReplies: 1, maxTurnsPerSession: 1 });
  });
});

describe("the session lane", () => {
  test("runs one turn of a session after the other, from wherever they come", async () => {
    const run = await without(
      fixture(
        { turnMs: 1000 },
        message(0, "one"),
        message(100, "two", { thread }),
        message(200, "three", { chat: "oc_2" }),
      ),
    );
    expect(run.turns.map(({ startedAt }) => startedAt)).toEqual([0, 1000, 2000]);
    expect(run).toMatchObject({ takeovers: 0, maxTurnsPerSession: 1 });
  });

  test("does not hold up another session", async () => {
    const run = await without(fixture({}, message(0, "one"), message(100, "two", { user: "ou_b" })));
    expect(run.turns.map(({ startedAt }) => startedAt)).toEqual([0, 100]);
  });

  test("is named in the turn", async () => {
    const run = await without(fixture({}, message(0, "one")));
    expect(run.turns[0]?.lane).toBe("session:agent:main:feishu:direct:ou_a");
  });
});

describe("the fence", () => {
  test("fails the turn under which /new has swapped the transcript", async () => {
    const run = await without(
      fixture(
        { turnMs: 3000 },
        message(0, "one"),
        message(1000, "/new", { thread }),
        message(1200, "two", { thread }),
      ),
    );
    expect(story(run)).toEqual(["one: takeover", "/new", "two"]);
    expect(run).toMatchObject({ takeovers: 1, failedTurns: 0, lostMessages: 1, maxTurnsPerSession: 2 });
    expect(run.turns[2]?.startedAt).toBe(3000);
  });

  test("fails it too when /reset comes from another user of a shared session", async () => {
    const run = await without(
      fixture({ dmScope: "main" }, message(0, "one"), message(700, "/reset", { user: "ou_b" })),
    );
    expect(story(run)).toEqual(["one: takeover", "/reset"]);
  });

  test("leaves it alone when the other user has a session of their own", async () => {
    const run = await without(fixture({}, message(0, "one"), message(700, "/reset", { user: "ou_b" })));
    expect(run).toMatchObject({ takeovers: 0, lostMessages: 0 });
  });

  test("waits for the lock: a run that meets /new at work uses the new transcript", async () => {
    const run = await without(fixture({ turnMs: 1000 }, message(0, "/new", { thread }), message(1, "one")));
    expect(story(run)).toEqual(["/new", "one"]);
    expect(run.turns[1]).toMatchObject({ startedAt: 1, endedAt: 1003 });
  });
});

describe("lanes", () => {
  test("dual: two dispatches, two turns side by side, of which the first is taken over", async () => {
    const run = await without(fixture({ lanes: "dual" }, message(0, "hi")));
    expect(run).toMatchObject({
      dispatches: 2,
      takeovers: 1,
      duplicateReplies: 0,
      lostMessages: 0,
      maxTurnsPerSession: 2,
    });
  });

  test("dual: behind another turn of the session the main lane does not wait, and both reply", async () => {
    const run = await without(
      fixture(
        { turnMs: 1000 },
        message(0, "one", { thread }),
        message(500, "two", { line: { lanes: "dual", turnMs: 100 } }),
      ),
    );
    expect(
      run.turns.map(({ text, lane, startedAt, status }) => [text, lane === "main", startedAt, status]),
    ).toEqual([
      ["one", false, 0, "takeover"],
      ["two", true, 500, "ok"],
      ["two", false, 1000, "ok"],
    ]);
    expect(run.duplicateReplies).toBe(1);
  });

  test("dual: the next message of the chat waits for both", async () => {
    const run = await without(
      fixture({ turnMs: 1000 }, message(0, "one", { line: { lanes: "dual" } }), message(1, "two")),
    );
    expect(run.turns.map(({ startedAt }) => startedAt)).toEqual([0, 0, 1000]);
  });

  test("nested: two dispatches, one turn, and nothing waits for itself", async () => {
    const run = await without(
      fixture({ lanes: "nested" }, message(0, "one"), message(1, "two"), message(2, "/new")),
    );
    expect(story(run)).toEqual(["one", "two", "/new"]);
    expect(run).toMatchObject({ dispatches: 5, takeovers: 0, lostMessages: 0, maxTurnsPerSession: 1 });
  });
});

describe("commands", () => {
  test("/stop ends the running turn, whose reply nobody waits for any more", async () => {
    const run = await without(
      fixture({ turnMs: 60_000 }, message(0, "long"), message(5000, "/stop", { thread })),
    );
    expect(run.turns).toMatchObject([
      { text: "long", endedAt: 5000, status: "cut-off" },
      { text: "/stop", startedAt: 5000, endedAt: 5003, status: "ok" },
    ]);
    expect(run).toMatchObject({ takeovers: 0, lostMessages: 0, failedTurns: 0, maxTurnsPerSession: 1 });
  });

  test("a stop word in the same chat comes too late: it queues behind the turn it should end", async () => {
    const run = await without(fixture({ turnMs: 60_000 }, message(0, "long"), message(5000, "停止")));
    expect(run.turns).toMatchObject([{ status: "ok" }, { text: "停止", startedAt: 60_000 }]);
  });

  test("/stop leaves the turns of other sessions alone", async () => {
    const run = await without(fixture({}, message(0, "long"), message(500, "/stop", { user: "ou_b" })));
    expect(story(run)).toEqual(["long", "/stop"]);
  });

  test("/approve and /status only answer", async () => {
    const run = await without(
      fixture(
        {},
        message(0, "long"),
        message(500, "/approve 1", { thread }),
        message(600, "/status", { chat: "oc_2" }),
      ),
    );
    expect(story(run)).toEqual(["long", "/approve 1", "/status"]);
    expect(run).toMatchObject({ takeovers: 0, outOfOrder: 0, maxTurnsPerSession: 1 });
  });
});

describe("a restart", () => {
  const before = [message(0, "one", { id: "om_1" }), message(100, "two")];

  test("cuts off what runs, loses what waits, and goes on with what comes after", async () => {
    const run = await without(
      fixture({ turnMs: 5000 }, ...before, { at: 2000, restart: true }, message(2500, "three")),
    );
    expect(run.turns).toMatchObject([
      { text: "one", endedAt: 2000, status: "cut-off" },
      { text: "three", startedAt: 2500, status: "ok" },
    ]);
    expect(run.lostMessages).toBe(2);
  });

  test("forgets the message ids, so that a redelivery is answered: again, or at last", async () => {
    const redelivered = message(15_000, "one", { id: "om_1", writtenAt: 0 });
    const atLast = await without(
      fixture({ turnMs: 5000 }, ...before, { at: 2000, restart: true }, redelivered),
    );
    expect(atLast).toMatchObject({ duplicateReplies: 0, lostMessages: 1 });
    const again = await without(
      fixture({ turnMs: 500 }, ...before, { at: 2000, restart: true }, redelivered),
    );
    expect(again).toMatchObject({ duplicateReplies: 1, lostMessages: 0 });
  });

  test("leaves the transcript on disk", async () => {
    // A turn of the new process would be taken over if the old one still wrote.
    const run = await without(
      fixture(
        { turnMs: 5000, lanes: "dual" },
        message(0, "one"),
        { at: 4000, restart: true },
        message(4500, "two", { line: { lanes: "single" } }),
      ),
    );
    expect(story(run)).toEqual(["one: cut-off", "one: cut-off", "two"]);
  });
});

describe("fails", () => {
  test("makes the first attempts of a work throw after the model has streamed", async () => {
    const lanes = await without(fixture({ lanes: "dual" }, message(0, "one", { line: { fails: 1 } })));
    expect(story(lanes)).toEqual(["one: failed", "one"]);
    const both = await without(fixture({ lanes: "dual" }, message(0, "one", { line: { fails: 2 } })));
    expect(both).toMatchObject({
      failedTurns: 2,
      takeovers: 0,
      lostMessages: 1,
      turns: [{ endedAt: 1500 }, {}],
    });
  });
});
