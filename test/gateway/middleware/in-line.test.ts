import { setTimeout as sleep, setImmediate as tick } from "node:timers/promises";
import { expect, test } from "vitest";
import { compose, createDedupMiddleware, type Middleware } from "../../../src/gateway/index.ts";
import { contextOf, host } from "../../support/gateway/contexts.ts";

/** Sends messages at once through a chain with ours; tells in which order their turns began. */
async function orderOf(ids: readonly string[], front: Middleware, texts: Record<string, string> = {}) {
  const order: string[] = [];
  const chain = compose([front, createDedupMiddleware({}, host)]);
  const contexts = ids.map((id) => {
    const context = contextOf(id);
    return { ...context, dispatch: { ...context.dispatch, text: texts[id] ?? "hi" } };
  });
  const passing = contexts.map((it) => chain(it, async () => void order.push(it.dispatch.ids[0] ?? "")));
  await Promise.all(passing);
  return { order, contexts };
}

test("what waits in front of ours does not change the order of a session", async () => {
  const ids = Array.from({ length: 60 }, (_, index) => `om_${index}`);
  const waits: Middleware = async ({ dispatch }, next) => {
    // Uneven on purpose: every third message is looked up the longest.
    await sleep((Number(dispatch.ids[0]?.slice(3)) % 3) * 7);
    await next();
  };
  const { order } = await orderOf(ids, waits);
  expect(order).toEqual(ids);
});

test("a message that ends in front of ours holds nobody up, and neither does one that fails there", async () => {
  const bans: Middleware = async ({ dispatch }, next) => {
    const [id] = dispatch.ids;
    await sleep(id === "om_2" ? 1 : 10);
    if (id === "om_1") return;
    await next();
  };
  expect((await orderOf(["om_1", "om_2", "om_3"], bans)).order).toEqual(["om_2", "om_3"]);
  const fails: Middleware = async (context, next) => {
    await sleep(1);
    if (context.dispatch.ids[0] === "om_1") throw new Error("mine");
    await next();
  };
  const chain = compose([fails, createDedupMiddleware({}, host)]);
  let ran = 0;
  const passing = ["om_1", "om_2"].map((id) => chain(contextOf(id), async () => void ran++));
  const results = await Promise.allSettled(passing);
  expect([results.map(({ status }) => status), ran]).toEqual([["rejected", "fulfilled"], 1]);
});

test("a command that bypasses passes those that wait in front of ours", async () => {
  const slow: Middleware = async ({ dispatch }, next) => {
    if (dispatch.ids[0] === "om_1") await sleep(20);
    await next();
  };
  const { order } = await orderOf(["om_1", "om_2", "om_3"], slow, { om_3: "/stop" });
  expect(order).toEqual(["om_3", "om_1", "om_2"]);
});

test("other sessions are not held up", async () => {
  const chain = compose([
    async ({ dispatch }, next) => {
      if (dispatch.sessionKey === "stuck") await new Promise(() => {});
      await next();
    },
    createDedupMiddleware({}, host),
  ]);
  const stuck = contextOf("om_1");
  void chain({ ...stuck, dispatch: { ...stuck.dispatch, sessionKey: "stuck" } }, async () => {});
  let ran = false;
  await chain(contextOf("om_2"), async () => {
    ran = true;
  });
  expect(ran).toBe(true);
});

test("one that is told to stop in front of ours lets the next ones pass", async () => {
  const controller = new AbortController();
  const hangs: Middleware = async ({ dispatch }, next) => {
    if (dispatch.ids[0] === "om_1") await new Promise(() => {});
    await next();
  };
  const chain = compose([hangs, createDedupMiddleware({}, host)]);
  void chain({ ...contextOf("om_1"), signal: controller.signal }, async () => {});
  let ran = false;
  const second = chain(contextOf("om_2"), async () => {
    ran = true;
  });
  await tick();
  expect(ran).toBe(false);
  controller.abort();
  await second;
  expect(ran).toBe(true);
});
