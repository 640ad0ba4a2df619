import { describe, expect, test } from "vitest";
import { stage } from "../../support/dispatch/stage.ts";

const duplicate = { status: "duplicate" };
const joined = (value: string) => ({ status: "joined", value });

describe("dispatches that share an identity are one work", () => {
  test("one that arrives while the work runs joins it and gets the same value", async () => {
    const { send, started } = stage();
    const first = send("m1");
    const second = send("m1 again", { ids: ["m1"] });
    await first.finish("hello");
    expect(first.ending).toMatchObject({ status: "completed", value: "hello" });
    expect(second.ending).toEqual(joined("hello"));
    expect(started).toEqual(["m1"]);
  });

  test("one that arrives while the work waits for its session joins it too", async () => {
    const { send, started } = stage();
    const busy = send("busy");
    const first = send("m1");
    const second = send("m1 again", { ids: ["m1"] });
    await busy.finish();
    await first.finish("hello");
    expect(second.ending).toEqual(joined("hello"));
    expect(started).toEqual(["busy", "m1"]);
  });

  test("any one identity in common is enough, in any order, and a repeated one does no harm", async () => {
    const { send, started } = stage();
    const first = send("first", { ids: ["event:1", "message:1", "event:1"] });
    const second = send("second", { ids: ["content:9", "message:1"] });
    await first.finish("hello");
    expect(second.ending).toEqual(joined("hello"));
    expect(started).toEqual(["first"]);
  });

  test("identities that a joining dispatch brings name the work from then on", async () => {
    const { send, started } = stage();
    const first = send("first", { ids: ["a"] });
    send("second", { ids: ["a", "b"] });
    const third = send("third", { ids: ["b", "c"] });
    const fourth = send("fourth", { ids: ["c"] });
    await first.finish("hello");
    expect([third.ending, fourth.ending]).toEqual([joined("hello"), joined("hello")]);
    expect(send("fifth", { ids: ["c"] }).turns).toEqual([]);
    expect(started).toEqual(["first"]);
  });

  test("neither lane nor text makes an identity", async () => {
    const { send, started } = stage();
    send("one", { lane: "main", text: "hi", takes: 31 });
    send("two", { lane: "main", text: "hi", sessionKey: "t", takes: 7 });
    const again = send("three", { ids: ["one"], lane: "session:s", text: "hello" });
    expect(again.turns).toEqual([]);
    expect(started).toEqual(["one", "two"]);
  });

  test("dispatches for several sessions are one work, in the session of the first", async () => {
    const { send, started } = stage();
    const first = send("first", { ids: ["m"], sessionKey: "s" });
    const second = send("second", { ids: ["m"], sessionKey: "t" });
    const free = send("free", { sessionKey: "t" });
    expect(free.turns).toHaveLength(1);
    await first.finish("hello");
    expect(second.ending).toEqual(joined("hello"));
    expect(started).toEqual(["first", "free"]);
  });

  test("a thousand deliveries of one message run one handler", async () => {
    const { send, started, dedup } = stage();
    const first = send("m");
    const others = Array.from({ length: 999 }, (_, n) => send(`again ${n}`, { ids: ["m", `event:${n}`] }));
    await first.finish("hello");
    expect(others.every((other) => other.ending && "value" in other.ending)).toBe(true);
    expect(started).toEqual(["m"]);
    expect(dedup.stats().outcomes).toMatchObject({ completed: 1, joined: 999 });
  });
});

describe("a dispatch that links works unites them", () => {
  test("both wait: the one that came first runs, in its place, for all of them", async () => {
    const { send, started } = stage();
    const busy = send("busy");
    const a = send("a");
    const between = send("between");
    const b = send("b");
    const link = send("link", { ids: ["b", "a"] });
    await busy.finish();
    await a.finish("hello");
    await between.finish();
    expect([b.ending, link.ending]).toEqual([joined("hello"), joined("hello")]);
    expect(started).toEqual(["busy", "a", "between"]);
  });

  test("they wait in two sessions: the later one leaves its session to those behind it", async () => {
    const { send, started } = stage();
    const busy = [send("busy s", { sessionKey: "s" }), send("busy t", { sessionKey: "t" })];
    const b = send("b", { sessionKey: "t" });
    const a = send("a", { sessionKey: "s" });
    send("behind", { sessionKey: "s" });
    send("link", { ids: ["a", "b"], sessionKey: "u" });
    for (const one of busy) await one.finish();
    await b.finish("hello");
    expect(a.ending).toEqual(joined("hello"));
    expect(started).toEqual(["busy s", "busy t", "behind", "b"]);
  });

  test("one runs: the one that waits never starts", async () => {
    const { send, started } = stage();
    const a = send("a", { sessionKey: "s" });
    const busy = send("busy", { sessionKey: "t" });
    const b = send("b", { sessionKey: "t" });
    send("link", { ids: ["b", "a"] });
    await busy.finish();
    await a.finish("hello");
    expect(b.ending).toEqual(joined("hello"));
    expect(started).toEqual(["a", "busy"]);
  });

  test("both run: both run to their end, and nothing is started a third time", async () => {
    const { send, started } = stage();
    const a = send("a", { sessionKey: "s" });
    const b = send("b", { sessionKey: "t" });
    const link = send("link", { ids: ["a", "b", "c"] });
    const late = [
      send("late a", { ids: ["a"] }),
      send("late b", { ids: ["b"] }),
      send("late c", { ids: ["c"] }),
    ];
    await a.finish("from a");
    await b.finish("from b");
    expect(link.ending).toEqual(joined("from a"));
    expect(late.map(({ ending }) => ending)).toEqual(["from a", "from b", "from a"].map(joined));
    const after = ["a", "b", "c"].map((id) => send(`after ${id}`, { ids: [id] }));
    await Promise.all(after.map(async ({ outcome }) => expect(await outcome).toEqual(duplicate)));
    expect(started).toEqual(["a", "b"]);
  });
});

describe("works that turn out to be one after both have started", () => {
  function twins() {
    const scene = stage();
    const a = scene.send("a", { sessionKey: "s" });
    const b = scene.send("b", { sessionKey: "t" });
    scene.send("link", { ids: ["a", "b"], sessionKey: "u" });
    return { ...scene, a, b };
  }

  test("are finished as soon as one succeeds: a redelivery of the other is a duplicate, even if that fails", async () => {
    const { a, b, send, started } = twins();
    await a.finish();
    expect(await send("early", { ids: ["b"] }).outcome).toEqual({ status: "duplicate" });
    await b.fail(new Error("model overloaded"));
    expect(b.ending).toHaveProperty("error");
    expect(await send("late", { ids: ["b"] }).outcome).toEqual({ status: "duplicate" });
    expect(started).toEqual(["a", "b"]);
  });

  test("run on when one fails: a redelivery of that one joins the other", async () => {
    const { a, b, send, started } = twins();
    await a.fail(new Error("model overloaded"));
    const again = send("again", { ids: ["a"] });
    await b.finish("from b");
    expect(again.ending).toEqual(joined("from b"));
    expect(started).toEqual(["a", "b"]);
  });

  test("can be retried once all have failed", async () => {
    const { a, b, send } = twins();
    await a.fail(new Error("model overloaded"));
    await b.fail(new Error("model overloaded"));
    expect(send("again", { ids: ["a"] }).turns).toHaveLength(1);
    expect(send("again b", { ids: ["b"], sessionKey: "t" }).turns).toHaveLength(1);
  });
});
