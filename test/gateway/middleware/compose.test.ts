import { describe, expect, test } from "vitest";
import { compose, type Middleware } from "../../../src/gateway/index.ts";
import { contextOf } from "../../support/gateway/contexts.ts";

describe("compose", () => {
  test("goes in from the first to the last and out again, and then to the rest", async () => {
    const seen: string[] = [];
    const noting =
      (name: string): Middleware =>
      async (_, next) => {
        seen.push(`${name} in`);
        await next();
        seen.push(`${name} out`);
      };
    await compose([noting("a"), noting("b")])(contextOf("om_1"), async () => void seen.push("rest"));
    expect(seen).toEqual(["a in", "b in", "rest", "b out", "a out"]);
  });

  test("is the rest alone when there is no middleware", async () => {
    let ran = 0;
    await compose([])(contextOf("om_1"), async () => void ran++);
    expect(ran).toBe(1);
  });

  test("hands the same context to all", async () => {
    const context = contextOf("om_1");
    const signal = AbortSignal.abort();
    const changes: Middleware = (it, next) => {
      it.signal = signal;
      return next();
    };
    const looks: Middleware = async (it) => {
      it.outcome = { status: "duplicate" };
      expect(it.signal).toBe(signal);
    };
    await compose([changes, looks])(context, () => expect.fail("nobody called next()"));
    expect(context.outcome).toEqual({ status: "duplicate" });
  });

  test("passes errors outwards, and they can be caught on the way", async () => {
    const failure = new Error("turn failed");
    const fails = () => Promise.reject(failure);
    await expect(compose([(_, next) => next()])(contextOf("om_1"), fails)).rejects.toBe(failure);
    const calm: Middleware = (_, next) => next().catch(() => {});
    await expect(compose([calm])(contextOf("om_1"), fails)).resolves.toBeUndefined();
  });

  test("turns what a middleware throws at once into a rejection", async () => {
    const throws: Middleware = () => {
      throw new Error("at once");
    };
    await expect(compose([throws])(contextOf("om_1"), async () => {})).rejects.toThrow("at once");
  });

  test("refuses a second next()", async () => {
    let ran = 0;
    const twice: Middleware = async (_, next) => {
      await next();
      await next();
    };
    const running = compose([twice])(contextOf("om_1"), async () => void ran++);
    await expect(running).rejects.toMatchObject({ code: "ERR_NEXT_TWICE" });
    expect(ran).toBe(1);
  });

  test("closes each one that can be closed, and tells it the limit", async () => {
    const closed: unknown[] = [];
    const closing = (name: string): Middleware =>
      Object.assign((_: unknown, next: () => Promise<void>) => next(), {
        close: async (options?: { timeoutMs?: number }) => void closed.push(name, options),
      });
    await compose([closing("a"), (_, next) => next(), closing("b")]).close({ timeoutMs: 7 });
    expect(closed).toEqual(["a", { timeoutMs: 7 }, "b", { timeoutMs: 7 }]);
  });

  test("closes the others too when one cannot be closed, and says so", async () => {
    const failure = new Error("it hangs on");
    const bad = Object.assign((_: unknown, next: () => Promise<void>) => next(), {
      close: () => Promise.reject(failure),
    });
    const good = Object.assign((_: unknown, next: () => Promise<void>) => next(), {
      closed: 0,
      close: async () => void good.closed++,
    });
    await expect(compose([bad, good]).close()).rejects.toBe(failure);
    expect(good.closed).toBe(1);
  });
});
