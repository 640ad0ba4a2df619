import { describe, expectTypeOf, test } from "vitest";
import {
  type CancelReason,
  createDispatchDedup,
  type Dispatch,
  type DispatchDedup,
  type Handler,
  type Outcome,
  type Turn,
} from "../../src/index.ts";

const dispatch: Dispatch = { ids: ["m"], sessionKey: "s" };
declare const dedup: DispatchDedup;
declare const outcome: Outcome<{ reply: string }>;

describe("what a handler returns reaches the outcome", () => {
  test("as it is", () => {
    expectTypeOf(dedup(dispatch, () => 7)).resolves.toEqualTypeOf<Outcome<number>>();
  });

  test("out of its promise", () => {
    expectTypeOf(dedup(dispatch, async () => ({ reply: "hi" }))).resolves.toEqualTypeOf<
      Outcome<{ reply: string }>
    >();
  });

  test("also when it returns nothing, or sometimes a promise", () => {
    expectTypeOf(dedup(dispatch, () => {})).resolves.toEqualTypeOf<Outcome<void>>();
    const either: Handler<string> = () => (Math.random() > 0.5 ? "now" : Promise.resolve("later"));
    expectTypeOf(dedup(dispatch, either)).resolves.toEqualTypeOf<Outcome<string>>();
  });

  test("of the engine that createDispatchDedup makes", () => {
    expectTypeOf(createDispatchDedup).returns.toEqualTypeOf<DispatchDedup>();
  });

  test("and its turn reaches the handler", () => {
    void dedup(dispatch, (turn) => {
      expectTypeOf(turn).toEqualTypeOf<Turn>();
      expectTypeOf(turn.signal).toEqualTypeOf<AbortSignal>();
    });
  });
});

describe("the status tells what an outcome holds", () => {
  test("a completed one: a value and how long it took", () => {
    if (outcome.status !== "completed") return;
    expectTypeOf(outcome.value).toEqualTypeOf<{ reply: string }>();
    expectTypeOf(outcome).toHaveProperty("waitedMs").toEqualTypeOf<number>();
    expectTypeOf(outcome).toHaveProperty("ranMs").toEqualTypeOf<number>();
  });

  test("a joined one: a value, and no times", () => {
    if (outcome.status !== "joined") return;
    expectTypeOf(outcome.value).toEqualTypeOf<{ reply: string }>();
    expectTypeOf(outcome).not.toHaveProperty("ranMs");
  });

  test("a cancelled one: a reason, and no value", () => {
    if (outcome.status !== "cancelled") return;
    expectTypeOf(outcome.reason).toEqualTypeOf<CancelReason>();
    expectTypeOf(outcome.reason).toEqualTypeOf<"interrupted" | "aborted" | "closed" | "recalled">();
    expectTypeOf(outcome).not.toHaveProperty("value");
  });

  test("there are these and no others", () => {
    expectTypeOf(outcome.status).toEqualTypeOf<
      "completed" | "joined" | "duplicate" | "expired" | "overflow" | "cancelled"
    >();
    if (outcome.status === "completed" || outcome.status === "joined" || outcome.status === "cancelled")
      return;
    expectTypeOf(outcome).not.toHaveProperty("value");
    expectTypeOf(outcome).not.toHaveProperty("reason");
  });
});

describe("it does not compile", () => {
  test("to read a value before the status is known", () => {
    // @ts-expect-error a duplicate has no value
    void outcome.value;
  });

  test("to dispatch without identities, session or handler", () => {
    // @ts-expect-error ids
    void dedup({ sessionKey: "s" }, () => {});
    // @ts-expect-error sessionKey
    void dedup({ ids: ["m"] }, () => {});
    // @ts-expect-error next
    void dedup(dispatch);
  });

  test("to change an outcome, a dispatch or a counter", () => {
    // @ts-expect-error read-only
    outcome.status = "duplicate";
    // @ts-expect-error read-only
    dispatch.ids.push("other");
    // @ts-expect-error read-only
    dedup.stats().running = 0;
  });

  test("to give an option that does not exist", () => {
    // @ts-expect-error maxQueue
    createDispatchDedup({ maxQueue: 1 });
    // @ts-expect-error a kind of command
    createDispatchDedup({ commands: { "/new": "now" } });
  });
});
