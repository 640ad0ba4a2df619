import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const SORRY = "Sorry, that did not work.";
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** An agent that answers nothing before it may. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const behave = ({ text }: { text?: string | undefined }) => gate.promise.then(() => `re: ${text}`);
  return { behave, open: gate.resolve };
}

async function adminOf({ folder }: World) {
  const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  return admin;
}

test("120 people who share a session and write at once are all answered, in order", async () => {
  const world = await startWorld({
    behave: async ({ text }) => pause(10).then(() => `re: ${text}`),
    config: { session: { dmScope: "main" }, errors: { message: SORRY } },
  });
  const { agent, feishu, say, until } = world;
  const texts = Array.from({ length: 120 }, (_, index) => `message ${index}`);
  const all = texts.map((text, index) => feishu.deliver(say.text({ user: `user-${index}` }, text)));
  await until("all acks", () => all.every(({ state }) => state === "acked"));
  expect(await world.replies(texts.length)).toEqual(texts.map((text) => `re: ${text}`));
  expect(agent.textsOf("agent:main:main")).toEqual(texts);
  expect(agent.mostAtOnce).toBe(1);
});

test.each([0, 1])("with maxQueued %i no more than that are refused: none", async (maxQueued) => {
  const { behave, open } = gated();
  const middleware = [["feishu-dispatch-dedup", { maxQueued, reorderWindowMs: maxQueued * 5 }]];
  const world = await startWorld({ behave, feishu: { middleware }, config: { errors: { message: SORRY } } });
  const { feishu, say, until } = world;
  const texts = ["one", "two", "three", "four"];
  const all = texts.map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await until("all acks", () => all.every(({ state }) => state === "acked"));
  open();
  expect(await world.replies(texts.length)).toEqual(texts.map((text) => `re: ${text}`));
});

test("/status counts what waits in the inbox, and /stop passes it", async () => {
  const { behave, open } = gated();
  const world = await startWorld({ behave });
  const { feishu, say, until } = world;
  const all = ["one", "two", "three"].map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await until("all acks", () => all.every(({ state }) => state === "acked"));
  feishu.deliver(say.text({ user: "alice" }, "/status"));
  expect(await world.replies(1)).toEqual([expect.stringContaining("Waiting: 2.")]);
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  await world.replies(2);
  open();
  expect(await world.replies(4)).toEqual([expect.any(String), "Stopped.", "re: two", "re: three"]);
});

test("what an interrupting command drops is told to those who wrote it", async () => {
  const world = await startWorld({
    behave: ({ text }) => (text === "long" ? new Promise(() => {}) : `re: ${text}`),
    feishu: { middleware: [["feishu-dispatch-dedup", { commands: { "/new": "interrupt" } }]] },
    config: { session: { dmScope: "main" }, errors: { message: SORRY } },
  });
  const { feishu, say, until } = world;
  const all = ["long", "two", "three"].map((text) => feishu.deliver(say.text({ user: text }, text)));
  await until("all acks", () => all.every(({ state }) => state === "acked"));
  await until("the turn", () => world.agent.turns.length === 1);
  feishu.deliver(say.text({ user: "alice" }, "/new"));
  feishu.deliver(say.text({ user: "alice" }, "after"));
  expect((await world.replies(4)).toSorted()).toEqual([SORRY, SORRY, "re: /new", "re: after"].toSorted());
  await world.gateway.close();
  expect(await (await adminOf(world)).stats()).toMatchObject({ pending: 0, dead: 0, done: 5 });
});

test("what a middleware has no room for is told, found as a dead letter, and can be put back", async () => {
  const own = join(tempFolder(), "own.mjs");
  await writeFile(
    own,
    `let full = true;
     export default () => async (context, next) => {
       if (context.dispatch.text === "much" && full) context.outcome = { status: "overflow" };
       else await next();
       full = false;
     };`,
  );
  const world = await startWorld({
    feishu: { middleware: [own, "feishu-dispatch-dedup"] },
    config: { errors: { message: SORRY } },
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "much"));
  expect(await world.replies(1)).toEqual([SORRY]);
  const admin = await adminOf(world);
  // It becomes a dead letter once the user has been told.
  await expect.poll(async () => (await admin.stats()).dead, { timeout: 5000 }).toBe(1);
  const [dead] = await admin.list({ status: "dead" });
  expect(dead?.error).toContain("ERR_OVERFLOW");
  await admin.retry(dead?.id ?? 0);
  expect(await world.replies(2)).toEqual([SORRY, "re: much"]);
});
