import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Actor, stage } from "../../support/dispatch/stage.ts";

describe("a dispatch made inside a running turn", () => {
  test("for the same work runs at once, inside that turn, as gateways with nested lanes do", async () => {
    const { send, log, dedup } = stage();
    const outer = send("outer", {
      lane: "session:s",
      does: async () => {
        const inner = await send("inner", { ids: ["outer"], lane: "main", does: () => "reply" }).outcome;
        return inner.status === "completed" ? inner.value : inner.status;
      },
    });
    expect(await outer.outcome).toMatchObject({ status: "completed", value: "reply" });
    expect(log).toEqual(["outer starts", "inner starts", "inner ends", "outer ends"]);
    expect(dedup.stats().outcomes).toMatchObject({ completed: 2, joined: 0 });
  });

  test("for the same work, under the session of a turn further out, keeps that session held", async () => {
    const { send, started } = stage();
    const inner: Actor[] = [];
    const outer = send("outer", {
      does: () => {
        send("other", {
          sessionKey: "t",
          does: () => {
            inner.push(send("other again", { ids: ["other"], sessionKey: "s" }));
            return "not waited for";
          },
        });
        return "not waited for";
      },
    });
    send("next");
    send("next in t", { sessionKey: "t" });
    await outer.outcome;
    await calm();
    expect(started).toEqual(["outer", "other", "other again"]);
    await inner[0]?.finish();
    expect(started.slice(3).toSorted()).toEqual(["next", "next in t"]);
  });

  test("for the same session runs at once, while others wait", async () => {
    const { send, started } = stage();
    const waiting: Actor[] = [];
    const outer = send("outer", {
      does: async () => {
        waiting.push(send("inner first"));
        await waiting[0]?.outcome;
        return "done";
      },
    });
    const next = send("next");
    await waiting[0]?.finish();
    await next.finish();
    expect(await outer.outcome).toMatchObject({ status: "completed", value: "done" });
    expect(started).toEqual(["outer", "inner first", "next"]);
  });

  test("also when timers, other promises and other middlewares lie between", async () => {
    const { send, clock, started } = stage();
    send("outer", {
      does: async () => {
        await calm();
        await new Promise<void>((resolve) => clock.setTimeout(() => resolve(), 50));
        return (await send("inner", { takes: 5 }).outcome).status;
      },
    });
    await calm();
    send("next", { takes: 0 });
    await clock.tickAsync(100);
    expect(started).toEqual(["outer", "inner", "next"]);
  });

  test("in any depth, also through turns of other sessions", async () => {
    const { send, started } = stage();
    const outer = send("outer", {
      does: async () => {
        const other = send("other", {
          sessionKey: "t",
          does: async () => (await send("back", { does: () => "from s" }).outcome).status,
        });
        return (await other.outcome).status;
      },
    });
    expect(await outer.outcome).toMatchObject({ value: "completed" });
    expect(started).toEqual(["outer", "other", "back"]);
  });

  test("for work that waits for the same session runs it at once; who had asked for it joins", async () => {
    const { send, started } = stage();
    const before = send("before");
    const outer = send("outer", {
      does: async () => (await send("inner", { ids: ["m"], does: () => "reply" }).outcome).status,
    });
    const other = send("other");
    const waits = send("m");
    const joins = send("joins", { ids: ["m"] });
    await before.finish();
    expect(outer.ending).toMatchObject({ status: "completed", value: "completed" });
    expect([waits.ending, joins.ending]).toEqual(Array(2).fill({ status: "joined", value: "reply" }));
    await other.finish();
    expect(started).toEqual(["before", "outer", "inner", "other"]);
  });

  test("for work that waits in another session brings it into its own, likewise", async () => {
    const { send, started } = stage();
    const busy = send("busy", { sessionKey: "t" });
    const waits = send("m", { sessionKey: "t" });
    const behind = send("behind", { sessionKey: "t" });
    const outer = send("outer", {
      does: async () => (await send("inner", { ids: ["m"], does: () => "reply" }).outcome).status,
    });
    expect(await outer.outcome).toMatchObject({ value: "completed" });
    expect(waits.ending).toEqual({ status: "joined", value: "reply" });
    await busy.finish();
    expect(behind.turns).toHaveLength(1);
    expect(started).toEqual(["busy", "outer", "inner", "behind"]);
  });

  test("for another session waits there like any other", async () => {
    const { send, started } = stage();
    const busy = send("busy", { sessionKey: "t" });
    let inner: Actor | undefined;
    const outer = send("outer", {
      does: async () => {
        inner = send("inner", { sessionKey: "t" });
        return (await inner.outcome).status;
      },
    });
    await calm();
    expect(started).toEqual(["busy", "outer"]);
    await busy.finish();
    await inner?.finish();
    expect(await outer.outcome).toMatchObject({ value: "completed" });
  });

  test("joins work of another session that runs already", async () => {
    const { send, started } = stage();
    const running = send("work", { sessionKey: "t" });
    const outer = send("outer", {
      does: async () => (await send("again", { ids: ["work"], sessionKey: "t" }).outcome).status,
    });
    await running.finish();
    expect(await outer.outcome).toMatchObject({ value: "joined" });
    expect(started).toEqual(["work", "outer"]);
  });

  test("is a duplicate when its work has finished", async () => {
    const { send } = stage();
    await send("work").finish();
    const outer = send("outer", { does: async () => (await send("late", { ids: ["work"] }).outcome).status });
    expect(await outer.outcome).toMatchObject({ value: "duplicate" });
  });

  test("is told apart from a redelivery, which comes from outside and joins", async () => {
    const { send } = stage();
    const work = send("work");
    const again = send("again", { ids: ["work"] });
    await work.finish();
    expect(again.ending).toMatchObject({ status: "joined" });
  });

  test("is an ordinary one once that turn has ended", async () => {
    const { send, clock, started } = stage();
    send("outer", {
      takes: 5,
      does: async () => {
        clock.setTimeout(() => send("afterthought"), 100);
        return "done";
      },
    });
    await clock.tickAsync(50);
    const busy = send("busy");
    await clock.tickAsync(100);
    expect(started).toEqual(["outer", "busy"]);
    await busy.finish();
    expect(started).toEqual(["outer", "busy", "afterthought"]);
  });
});
