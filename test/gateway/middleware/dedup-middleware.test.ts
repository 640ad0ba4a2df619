import { describe, expect, test } from "vitest";
import { createDedupMiddleware } from "../../../src/gateway/middleware/dedup-middleware.ts";
import { contextOf, host } from "../../support/gateway/contexts.ts";

const rest = async () => {};

describe("the feishu-dispatch-dedup middleware", () => {
  test("runs the rest once for one work, and says how each dispatch ended", async () => {
    const middleware = createDedupMiddleware({}, host);
    let ran = 0;
    const [first, second, late] = [contextOf("om_1"), contextOf("om_1"), contextOf("om_1")];
    await Promise.all([first, second].map((context) => middleware(context, async () => void ran++)));
    await middleware(late, async () => void ran++);
    expect(ran).toBe(1);
    expect([first, second, late].map(({ outcome }) => outcome?.status)).toEqual([
      "completed",
      "joined",
      "duplicate",
    ]);
  });

  test("gives the rest the turn's signal, which follows the dispatch's own", async () => {
    const controller = new AbortController();
    const context = { ...contextOf("om_1"), signal: controller.signal };
    await createDedupMiddleware({}, host)(context, async () => {
      expect(context.signal).not.toBe(controller.signal);
      expect(context.signal.aborted).toBe(false);
      controller.abort("gone");
      expect(context.signal.reason).toBe("gone");
    });
  });

  test("gives up waiting when the dispatch's signal aborts", async () => {
    const middleware = createDedupMiddleware({}, host);
    let end = () => {};
    const running = middleware(
      contextOf("om_1"),
      () =>
        new Promise<void>((resolve) => {
          end = resolve;
        }),
    );
    const controller = new AbortController();
    const context = { ...contextOf("om_2"), signal: controller.signal };
    const waiting = middleware(context, () => expect.fail("it ran"));
    controller.abort();
    await waiting;
    expect(context.outcome).toEqual({ status: "cancelled", reason: "aborted" });
    end();
    await running;
  });

  test("passes the error of the rest on, and the work can be tried again", async () => {
    const middleware = createDedupMiddleware({}, host);
    const failure = new Error("turn failed");
    await expect(middleware(contextOf("om_1"), () => Promise.reject(failure))).rejects.toBe(failure);
    const again = contextOf("om_1");
    await middleware(again, rest);
    expect(again.outcome).toMatchObject({ status: "completed" });
  });

  test("can leave group messages untouched", async () => {
    const context = contextOf("om_1", "group");
    const { signal } = context;
    await createDedupMiddleware({ chatTypes: ["p2p"] }, host)(context, rest);
    expect(context).toMatchObject({ signal });
    expect(context.outcome).toBeUndefined();
    await createDedupMiddleware(undefined, host)(context, rest);
    expect(context.outcome).toMatchObject({ status: "completed" });
  });

  test("can leave DMs untouched", async () => {
    const context = contextOf("om_1");
    await createDedupMiddleware({ chatTypes: ["group"] }, host)(context, rest);
    expect(context.outcome).toBeUndefined();
  });

  test("is closed with the engine", async () => {
    const middleware = createDedupMiddleware({}, host);
    await middleware.close?.({ timeoutMs: 0 });
    const context = contextOf("om_1");
    await middleware(context, () => expect.fail("it ran"));
    expect(context.outcome).toEqual({ status: "cancelled", reason: "closed" });
  });

  test.each([
    [{ settledTtlMs: "1h" }, "settledTtlMs: expected number, got a string"],
    [{ chatTypes: ["dm"] }, 'chatTypes[0]: expected "p2p" or "group", got a string'],
    [{ commands: { "/new": "now" } }, /^commands\["\/new"\]: expected .* got a string$/],
    [{ reorderWindow: 5 }, "reorderWindow: no such key"],
    [{ now: 5 }, "now: no such key"],
    ["fast", "expected object, got a string"],
  ])("refuses the options %j", (options, message) => {
    expect(() => createDedupMiddleware(options, host)).toThrow(message);
  });
});
