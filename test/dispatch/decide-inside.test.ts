import { describe, expect, test } from "vitest";
import { decide } from "../../src/dispatch/decide.ts";
import { DeadlockError } from "../../src/index.ts";
import { view } from "../support/dispatch/view.ts";
import { caller, turn, work } from "../support/dispatch/works.ts";

const cancelled = (reason: string) => ({ do: "end", ending: { outcome: { status: "cancelled", reason } } });
const queue = { do: "queue", kind: "ordinary" };

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

  test("in its session is a part of it, and no answer to what it has asked", () => {
    const { decision, running } = inside(["new"], { sessionKey: "busy", sender: "ann" });
    expect(decision).toEqual({ do: "start", kind: "ordinary", within: running });
  });

  test("that would answer it from a session that it waits for ends with an error that says so", () => {
    const { decision } = inside(["new"], { sessionKey: "other", sender: "ann" });
    expect(decision).toEqual({ do: "end", ending: { error: expect.any(DeadlockError) } });
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
