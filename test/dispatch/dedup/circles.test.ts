import { describe, expect, test } from "vitest";
import { DeadlockError } from "../../../src/index.ts";
import { calm } from "../../support/calm.ts";
import { type Actor, type Scene, stage } from "../../support/dispatch/stage.ts";

const deadlock = expect.objectContaining({ name: "DeadlockError", code: "ERR_DISPATCH_DEADLOCK" });

/** Turns that run in sessions of their own names, and dispatch further when told to. */
function turns(...names: string[]) {
  const { send, dedup } = stage();
  const go = new Map<string, (scene: Scene) => void>();
  const seen: Record<string, unknown> = {};
  const run = (name: string) =>
    send(name, {
      sessionKey: name,
      does: async () => {
        const scene = await new Promise<Scene>((resolve) => go.set(name, resolve));
        seen[name] = await send(`from ${name}`, { does: () => "ran", ...scene }).outcome.catch(
          (error) => error,
        );
        return name;
      },
    });
  const actors = Object.fromEntries(names.map((name) => [name, run(name)]));
  /** The turn dispatches, e.g. to another's session. */
  const dispatch = (name: string, scene: Scene) => {
    go.get(name)?.(scene);
    return calm();
  };
  return { send, dedup, seen, actors, dispatch };
}

describe("a circle of turns that would wait for each other", () => {
  test("of two: the dispatch that closes it rejects, and the other one runs after its turn", async () => {
    const { seen, actors, dispatch } = turns("a", "b");
    await dispatch("a", { sessionKey: "b" });
    expect(seen).toEqual({});
    await dispatch("b", { sessionKey: "a" });
    expect(seen).toEqual({ a: expect.objectContaining({ status: "completed" }), b: deadlock });
    expect(Object.values(actors).map(({ ending }) => ending && "status" in ending)).toEqual([true, true]);
  });

  test("of any length", async () => {
    const { seen, dispatch } = turns("a", "b", "c", "d", "e");
    for (const [from, to] of ["ab", "bc", "cd", "de"]) await dispatch(`${from}`, { sessionKey: `${to}` });
    await dispatch("e", { sessionKey: "a" });
    expect(seen.e).toBeInstanceOf(DeadlockError);
    expect(["a", "b", "c", "d"].map((name) => seen[name])).toEqual(
      Array(4).fill(expect.objectContaining({ status: "completed" })),
    );
  });

  test("closed by joining the other's work", async () => {
    const { seen, dispatch } = turns("a", "b");
    await dispatch("a", { ids: ["b"], sessionKey: "elsewhere" });
    await dispatch("b", { ids: ["a"], sessionKey: "elsewhere" });
    expect(seen).toEqual({ a: { status: "joined", value: "b" }, b: deadlock });
  });

  test("closed by joining work that waits for the own session", async () => {
    const { send, seen, dispatch } = turns("a");
    const waits = send("waits", { sessionKey: "a" });
    await dispatch("a", { ids: ["waits"], sessionKey: "b" });
    expect(seen.a).toEqual(deadlock);
    expect(waits.turns).toHaveLength(1);
  });

  test("closed by a dispatch from outside that makes two works one", async () => {
    const { send, seen, dispatch } = turns("a", "b");
    await dispatch("a", { ids: ["x"], sessionKey: "b" });
    const link = send("link", { ids: ["x", "a"] });
    await calm();
    expect(seen.a).toEqual(deadlock);
    expect(link.ending).toEqual({ status: "joined", value: "a" });
  });

  test("behind an inner turn: the turn around it holds the session", async () => {
    const { send, seen, dispatch } = turns("b");
    let inner: Actor | undefined;
    send("a", {
      sessionKey: "a",
      does: async () => {
        inner = send("inner", {
          sessionKey: "a",
          does: async () => (await send("to b", { sessionKey: "b", does: () => "ran" }).outcome).status,
        });
        return (await inner.outcome).status;
      },
    });
    await dispatch("b", { sessionKey: "a" });
    expect(seen.b).toEqual(deadlock);
    expect(inner?.ending).toMatchObject({ value: "completed" });
  });

  test("is counted as a failure, and its identities stay free", async () => {
    const { send, dedup, dispatch } = turns("a", "b");
    await dispatch("a", { sessionKey: "b" });
    await dispatch("b", { ids: ["again"], sessionKey: "a" });
    expect(dedup.stats().outcomes.failed).toBe(1);
    expect(send("again").turns).toHaveLength(1);
  });

  test("names both sessions and says what to do instead", async () => {
    const { seen, dispatch } = turns("a", "b");
    await dispatch("a", { sessionKey: "b" });
    await dispatch("b", { sessionKey: "a" });
    expect(String(seen.b)).toMatch(/session "b" dispatched to session "a".*after the turn, not in it/);
  });
});

describe("no circle", () => {
  test("two turns that wait for the same third one", async () => {
    const { send, seen, dispatch } = turns("a", "b");
    const third = send("third", { sessionKey: "c" });
    for (const name of ["a", "b"]) await dispatch(name, { sessionKey: "c" });
    await third.finish();
    expect(seen).toEqual({
      a: expect.objectContaining({ status: "completed" }),
      b: expect.objectContaining({ status: "completed" }),
    });
  });

  test("a turn that waited for the other one once, and no longer does", async () => {
    const { seen, dispatch } = turns("a", "b", "c");
    await dispatch("a", { sessionKey: "free" });
    expect(seen.a).toMatchObject({ status: "completed" });
    await dispatch("b", { sessionKey: "a" });
    expect(seen.b).toMatchObject({ status: "completed" });
  });

  test("a bypass command passes a session that waits for its own turn", async () => {
    const { seen, dispatch } = turns("a", "b");
    await dispatch("a", { sessionKey: "b" });
    await dispatch("b", { sessionKey: "a", text: "/status" });
    expect(seen.b).toMatchObject({ status: "completed" });
  });

  /** A turn of session "a" that dispatches to its own session and to "b", and ends without waiting for either. */
  function careless(send: ReturnType<typeof stage>["send"]) {
    const left: { elsewhere?: Actor; inner?: Actor } = {};
    send("careless", {
      sessionKey: "a",
      does: async () => {
        await calm();
        left.elsewhere = send("elsewhere", { sessionKey: "b" });
        left.inner = send("inner", { sessionKey: "a" });
        return "done";
      },
    });
    return left;
  }

  test("a turn whose handler has ended, while a turn inside it still runs, waits for that one only", async () => {
    const { send, seen, dispatch } = turns("b");
    const left = careless(send);
    await calm();
    await dispatch("b", { sessionKey: "a" });
    expect(seen).toEqual({});
    await left.inner?.finish();
    expect(seen.b).toMatchObject({ status: "completed" });
    expect(left.elsewhere?.turns).toHaveLength(1);
  });

  test("what it dispatched without waiting may turn out to be work that waits for its session", async () => {
    const { send } = turns("b");
    const left = careless(send);
    const waits = send("waits", { sessionKey: "a" });
    await calm();
    send("link", { ids: ["waits", "elsewhere"] });
    await left.inner?.finish();
    await waits.finish("hello");
    expect(left.elsewhere?.ending).toEqual({ status: "joined", value: "hello" });
  });
});
