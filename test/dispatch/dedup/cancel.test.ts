import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { stage } from "../../support/dispatch/stage.ts";

const aborted = { status: "cancelled", reason: "aborted" };
const interrupted = { status: "cancelled", reason: "interrupted" };

function leaver() {
  const controller = new AbortController();
  return { signal: controller.signal, leave: () => controller.abort(new Error("hung up")) };
}

describe("the signal of a dispatch", () => {
  test("gives up a dispatch that waits: it never runs, its place is free, its identities too", async () => {
    const { send, started } = stage({ maxQueued: 1 });
    const { signal, leave } = leaver();
    const busy = send("busy");
    const waits = send("waits", { signal });
    leave();
    expect(await waits.outcome).toEqual(aborted);
    send("next");
    await busy.finish();
    expect(started).toEqual(["busy", "next"]);
    expect(await send("again", { ids: ["waits"], signal: AbortSignal.abort() }).outcome).toEqual(aborted);
    expect(send("again", { ids: ["waits"], sessionKey: "t" }).turns).toHaveLength(1);
  });

  test("aborts the turn's signal, with its reason, once the turn runs; the outcome is the handler's", async () => {
    const { send, dedup } = stage();
    const { signal, leave } = leaver();
    const runs = send("runs", { signal });
    leave();
    expect(runs.turns[0]?.signal.reason).toBe(signal.reason);
    await calm();
    expect(dedup.stats().running).toBe(1);
    await runs.finish("partly");
    expect(runs.ending).toMatchObject({ status: "completed", value: "partly" });
  });

  test("a turn whose handler first asks for its signal after the abort finds it aborted", () => {
    const { send } = stage();
    const { signal, leave } = leaver();
    const runs = send("runs", { signal });
    leave();
    expect(runs.turns[0]?.signal.aborted).toBe(true);
    expect(runs.turns[0]?.signal).toBe(runs.turns[0]?.signal);
  });

  test("takes a joined dispatch out, and nobody else", async () => {
    const { send } = stage();
    const { signal, leave } = leaver();
    const runs = send("runs");
    const joins = send("joins", { ids: ["runs"], signal });
    const stays = send("stays", { ids: ["runs"] });
    leave();
    expect(await joins.outcome).toEqual(aborted);
    expect(runs.turns[0]?.signal.aborted).toBe(false);
    await runs.finish();
    expect(stays.ending).toMatchObject({ status: "joined" });
  });

  test("when the leader of waiting work leaves, the next one leads, in the same place", async () => {
    const { send, started } = stage();
    const { signal, leave } = leaver();
    const busy = send("busy");
    const leader = send("leader", { ids: ["m"], signal });
    send("behind", { takes: 0 });
    const heir = send("heir", { ids: ["m", "n"] });
    const third = send("third", { ids: ["n"] });
    leave();
    await busy.finish();
    await heir.finish("hello");
    expect(leader.ending).toEqual(aborted);
    expect([heir, third].map(({ ending }) => ending)).toEqual([
      expect.objectContaining({ status: "completed", value: "hello" }),
      { status: "joined", value: "hello" },
    ]);
    expect(started).toEqual(["busy", "heir", "behind"]);
  });

  test("when the next one to lead belongs to another session, it runs there", async () => {
    const { send, started } = stage();
    const { signal, leave } = leaver();
    const busy = send("busy");
    send("leader", { ids: ["m"], signal });
    const heir = send("heir", { ids: ["m"], sessionKey: "t" });
    const third = send("third", { ids: ["m"] });
    leave();
    expect(started).toEqual(["busy", "heir"]);
    await heir.finish("hello");
    expect(third.ending).toEqual({ status: "joined", value: "hello" });
    await busy.finish();
    expect(started).toEqual(["busy", "heir"]);
  });

  test("one signal may serve several dispatches of a work: all of them leave", async () => {
    const { send, dedup } = stage();
    const { signal, leave } = leaver();
    const busy = send("busy");
    const both = ["s", "t"].map((sessionKey) => send("m", { signal, sessionKey }));
    leave();
    await calm();
    expect(both.map(({ ending }) => ending)).toEqual([aborted, aborted]);
    await busy.finish();
    expect(dedup.stats()).toMatchObject({ running: 0, waiting: 0, sessions: 0 });
  });

  test("aborted before the dispatch: it is not even started", async () => {
    const { send } = stage();
    const late = send("m", { signal: AbortSignal.abort() });
    expect(await late.outcome).toEqual(aborted);
    expect(late.turns).toEqual([]);
  });
});

describe("cancel(sessionKey)", () => {
  test("aborts the running turn, drops what waits with all that joined it, and says how many turns", async () => {
    const { send, dedup } = stage();
    const runs = send("runs");
    const waits = [send("one"), send("joins", { ids: ["one"] }), send("two", { text: "/new" })];
    expect(dedup.cancel("s")).toBe(3);
    await calm();
    expect(waits.map(({ ending }) => ending)).toEqual([interrupted, interrupted, interrupted]);
    expect(runs.turns[0]?.signal.reason).toMatchObject({ name: "TurnStopped", code: "ERR_TURN_INTERRUPTED" });
  });

  test("leaves the session held until the running turn has really ended", async () => {
    const { send, dedup } = stage();
    const runs = send("runs");
    expect([dedup.cancel("s"), dedup.cancel("s")]).toEqual([1, 1]);
    const next = send("next");
    await calm();
    expect(next.turns).toEqual([]);
    await runs.fail(runs.turns[0]?.signal.reason);
    expect(runs.ending).toMatchObject({ error: { code: "ERR_TURN_INTERRUPTED" } });
    expect(next.turns).toHaveLength(1);
  });

  test("touches no other session, and frees the identities of what it dropped", async () => {
    const { send, dedup } = stage();
    send("runs");
    send("waits");
    const other = [send("other", { sessionKey: "t" }), send("behind", { sessionKey: "t" })];
    dedup.cancel("s");
    await other[0]?.finish();
    expect(other.map(({ turns }) => turns[0]?.signal.aborted)).toEqual([false, false]);
    expect(send("again", { ids: ["waits"], sessionKey: "u" }).turns).toHaveLength(1);
  });

  test("of a session where nothing happens does nothing", () => {
    expect(stage().dedup.cancel("nobody")).toBe(0);
  });
});
