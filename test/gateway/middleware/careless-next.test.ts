import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { compose, type Middleware } from "../../../src/gateway/index.ts";
import { contextOf } from "../../support/gateway/contexts.ts";

const unhandled: unknown[] = [];
beforeEach(() => {
  const note = (reason: unknown) => void unhandled.push(reason);
  unhandled.length = 0;
  process.prependListener("unhandledRejection", note);
  return () => void process.off("unhandledRejection", note);
});

/** Ways to call `next()` and not to wait for it. */
const careless: Record<string, Middleware> = {
  "without await": async (_, next) => void next(),
  "in a race with a timer": async (_, next) => Promise.race([next(), sleep(1)]).then(() => {}),
  "from a timer, and waits for something else": async (_, next) => {
    setTimeout(() => void next(), 1);
    await sleep(5);
  },
};

describe.each(Object.entries(careless))("a middleware that calls next() %s", (_, middleware) => {
  test("is over when the rest is", async () => {
    let isOver = false;
    const rest = async () => {
      await sleep(20);
      isOver = true;
    };
    await compose([middleware])(contextOf("om_1"), rest);
    expect(isOver).toBe(true);
  });

  test("fails as the rest does, and nothing is left unhandled", async () => {
    const failure = new Error("turn failed");
    const rest = async () => {
      await sleep(20);
      throw failure;
    };
    await expect(compose([middleware])(contextOf("om_1"), rest)).rejects.toBe(failure);
    await sleep(5);
    expect(unhandled).toEqual([]);
  });
});

test("one that throws behind next() is not over before the rest is", async () => {
  let isOver = false;
  const hasty: Middleware = async (_, next) => {
    void next();
    throw new Error("mine");
  };
  const rest = () =>
    sleep(20).then(() => {
      isOver = true;
    });
  await expect(compose([hasty])(contextOf("om_1"), rest)).rejects.toThrow("mine");
  expect(isOver).toBe(true);
});

test("a rest that fails while a careless middleware still does something is no unhandled rejection", async () => {
  const busy: Middleware = async (_, next) => {
    void next();
    await sleep(10);
  };
  await compose([busy])(contextOf("om_1"), () => Promise.reject(new Error("turn failed"))).catch(() => {});
  await sleep(5);
  expect(unhandled).toEqual([]);
});

describe("next() that comes when the middleware is over", () => {
  async function callLate(chain: readonly Middleware[]) {
    const told: Array<Error & { code?: string }> = [];
    const report = (error: Error) => void told.push(error);
    await compose(chain, { report })(contextOf("om_1"), () => expect.fail("it came too late"));
    await sleep(20);
    expect(unhandled).toEqual([]);
    return told.map(({ code, message }) => [code, message]);
  }

  test("is refused, and told by the middleware's name", async () => {
    const dawdler: Middleware = async (_, next) => void setTimeout(() => void next(), 5);
    expect(await callLate([(_, next) => next(), dawdler])).toEqual([
      ["ERR_NEXT_TOO_LATE", expect.stringContaining("dawdler")],
    ]);
  });

  test("is told by its place when it has no name", async () => {
    const told = await callLate([async (_, next) => void setTimeout(() => void next(), 5)]);
    expect(told).toEqual([["ERR_NEXT_TOO_LATE", expect.stringContaining("#1")]]);
  });
});

test("a second next() that nobody awaits is refused all the same, by the middleware's name", async () => {
  let ran = 0;
  async function twice(_: unknown, next: () => Promise<void>) {
    void next();
    void next();
  }
  const running = compose([twice])(contextOf("om_1"), async () => void ran++);
  await expect(running).rejects.toMatchObject({
    code: "ERR_NEXT_TWICE",
    message: expect.stringContaining("twice"),
  });
  await sleep(5);
  expect({ ran, unhandled }).toEqual({ ran: 1, unhandled: [] });
});
