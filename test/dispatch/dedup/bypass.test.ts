import { describe, expect, test } from "vitest";
import { stage } from "../../support/dispatch/stage.ts";

describe("a bypass command (/stop, /approve, …)", () => {
  test("runs at once while a turn runs and others wait, and disturbs none of them", async () => {
    const { send, started } = stage();
    const turn = send("turn");
    const waits = send("waits");
    const approve = send("approve", { text: "/approve 17" });
    expect(approve.turns).toHaveLength(1);
    await approve.finish();
    expect(waits.turns).toEqual([]);
    await turn.finish();
    expect(started).toEqual(["turn", "approve", "waits"]);
  });

  test("runs beside another one", () => {
    const { send } = stage();
    send("stop", { text: "/stop" });
    expect(send("words", { text: "停止" }).turns).toHaveLength(1);
  });

  test("needs no room in a full session", () => {
    const { send } = stage({ maxQueued: 0 });
    send("turn");
    expect(send("stop", { text: "stop" }).turns).toHaveLength(1);
  });

  test("runs once for each identity: joined while it runs, a duplicate afterwards", async () => {
    const { send, started } = stage();
    send("turn");
    const stop = send("stop", { text: "/stop" });
    const again = send("again", { ids: ["stop"], text: "/stop" });
    await stop.finish("stopped");
    expect(again.ending).toEqual({ status: "joined", value: "stopped" });
    expect(await send("late", { ids: ["stop"], text: "/stop" }).outcome).toEqual({ status: "duplicate" });
    expect(started).toEqual(["turn", "stop"]);
  });

  test("can be retried after it failed", async () => {
    const { send } = stage();
    await send("stop", { text: "/stop" }).fail(new Error("gateway busy"));
    expect(send("again", { ids: ["stop"], text: "/stop" }).turns).toHaveLength(1);
  });

  test("holds no session: a message that comes while it runs starts at once", () => {
    const { send } = stage();
    send("stop", { text: "/stop" });
    expect(send("m").turns).toHaveLength(1);
  });

  test("can stop the turn it bypassed, and wait for what comes after it", async () => {
    const { send, dedup, started } = stage();
    const turn = send("turn");
    const stop = send("stop", {
      text: "/stop",
      does: async () => {
        dedup.cancel("s");
        await send("after", { takes: 0 }).outcome;
        return "stopped";
      },
    });
    expect(turn.turns[0]?.signal.aborted).toBe(true);
    expect(started).toEqual(["turn", "stop"]);
    await turn.finish();
    expect(started).toEqual(["turn", "stop", "after"]);
    expect(stop.ending).toBeUndefined();
  });
});
