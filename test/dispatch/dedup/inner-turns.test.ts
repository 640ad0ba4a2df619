import { describe, expect, test } from "vitest";
import { calm } from "../../support/calm.ts";
import { type Actor, stage } from "../../support/dispatch/stage.ts";

describe("a turn and the turns inside it", () => {
  function unawaited() {
    const { send, ...rest } = stage();
    let inner: Actor | undefined;
    const outer = send("outer", {
      does: () => {
        inner = send("inner");
        return "done";
      },
    });
    return { send, outer, inner: inner as Actor | undefined, ...rest };
  }

  test("the session stays held until an inner turn that nobody awaited has ended", async () => {
    const { send, outer, inner, dedup } = unawaited();
    const next = send("next");
    expect(await outer.outcome).toMatchObject({ status: "completed" });
    await calm();
    expect([next.turns.length, dedup.stats().running]).toEqual([0, 1]);
    await inner?.finish();
    expect(next.turns).toHaveLength(1);
  });

  test("an abort of the outer turn reaches the inner one, also when that starts later", async () => {
    const { send, dedup } = stage();
    const inner: Actor[] = [];
    const outer = send("outer", {
      does: async ({ signal }) => {
        inner.push(send("before"));
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        inner.push(send("after"));
        return "done";
      },
    });
    dedup.cancel("s");
    await calm();
    expect(inner.map(({ turns }) => turns[0]?.signal.aborted)).toEqual([true, true]);
    for (const each of inner) await each.finish();
    expect(outer.ending).toMatchObject({ status: "completed" });
  });

  test("an inner turn that fails fails by itself; what the outer one makes of it is its own affair", async () => {
    const { send } = stage();
    const outer = send("outer", {
      does: async () => {
        const inner = send("inner", {
          ids: ["outer", "alias"],
          does: () => Promise.reject(new Error("inner")),
        });
        return inner.outcome.then(
          () => "no error",
          (error: Error) => `saw ${error.message}`,
        );
      },
    });
    expect(await outer.outcome).toMatchObject({ status: "completed", value: "saw inner" });
    expect(await send("late", { ids: ["alias"] }).outcome).toEqual({ status: "duplicate" });
  });

  test("waiting work that turns out to be the running turn's own joins it", async () => {
    const { send } = stage();
    let inner: Actor | undefined;
    const outer = send("outer", {
      does: async () => {
        await calm();
        inner = send("inner", { ids: ["outer", "alias"] });
        return (await inner.outcome).status;
      },
    });
    const alias = send("alias");
    await calm();
    await inner?.finish();
    await calm();
    expect(outer.ending).toMatchObject({ value: "completed" });
    expect(alias.ending).toEqual({ status: "joined", value: "completed" });
  });

  test("a bypass command dispatched inside a turn is part of it", async () => {
    const { send, dedup } = stage();
    let inner: Actor | undefined;
    send("outer", {
      does: async () => {
        inner = send("status", { text: "/status" });
        return (await inner.outcome).status;
      },
    });
    dedup.cancel("s");
    expect(inner?.turns[0]?.signal.aborted).toBe(true);
  });
});
