import { describe, expect, test } from "vitest";
import { opening, stage } from "../../support/dispatch/stage.ts";

// One transport may deliver a message without its text, and another one with it.
describe("waiting work of which a second delivery brings the text", () => {
  test("that is a bypass command, runs at once and holds no session", async () => {
    const { send, started } = stage();
    const turn = send("turn");
    const first = send("m");
    const behind = send("behind");
    const second = send("with text", { ids: ["m"], text: "/stop" });
    expect(started).toEqual(["turn", "m"]);
    await first.finish("stopped");
    expect(second.ending).toEqual({ status: "joined", value: "stopped" });
    expect(behind.turns).toEqual([]);
    await turn.finish();
    expect(started).toEqual(["turn", "m", "behind"]);
  });

  test("that is a barrier, keeps its place, and nothing passes it any more", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    send("m", { createdAt: opening, takes: 5 });
    send("with text", { ids: ["m"], text: "/new" });
    send("older", { createdAt: opening - 10, takes: 5 });
    await pass(300);
    expect(started).toEqual(["m", "older"]);
  });

  test("that interrupts, aborts the running turn and drops what else waits, once", async () => {
    const { send, started } = stage({ commands: { "/new": "interrupt" } });
    const turn = send("turn");
    const waits = send("waits");
    const fresh = send("fresh");
    send("with text", { ids: ["fresh"], text: "/new" });
    expect(turn.turns[0]?.signal.aborted).toBe(true);
    expect(await waits.outcome).toEqual({ status: "cancelled", reason: "interrupted" });
    const after = send("after");
    send("with text again", { ids: ["fresh"], text: "/new" });
    await turn.finish();
    await fresh.finish();
    await after.finish();
    expect(started).toEqual(["turn", "fresh", "after"]);
  });

  test("that is an ordinary one, goes on waiting", async () => {
    const { send, started } = stage();
    const turn = send("turn");
    send("m");
    send("with text", { ids: ["m"], text: "hello" });
    expect(started).toEqual(["turn"]);
    await turn.finish();
    expect(started).toEqual(["turn", "m"]);
  });

  test("is a barrier also when it is linked to one that came later", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    send("m", { createdAt: opening, takes: 5 });
    send("turn of t", { sessionKey: "t" });
    send("fresh", { sessionKey: "t", text: "/new", createdAt: opening });
    send("link", { ids: ["m", "fresh"] });
    send("older", { createdAt: opening - 10, takes: 5 });
    await pass(300);
    expect(started).toEqual(["turn of t", "m", "older"]);
  });

  test("runs as the command that the first text said, whatever the second one says", async () => {
    const { send, started, pass } = stage({ reorderWindowMs: 100 });
    const turn = send("turn", { text: "/reset" });
    send("m", { createdAt: opening, text: "/new", takes: 5 });
    send("another text", { ids: ["m"], text: "hello" });
    send("older", { createdAt: opening - 10, takes: 5 });
    await turn.finish();
    await pass(300);
    expect(started).toEqual(["turn", "m", "older"]);
  });
});

test("a turn that runs is not changed by a text that comes later", async () => {
  const { send } = stage();
  const runs = send("m");
  const next = send("next");
  send("with text", { ids: ["m"], text: "/stop" });
  expect(next.turns).toEqual([]);
  await runs.finish();
  expect(next.turns).toHaveLength(1);
});
