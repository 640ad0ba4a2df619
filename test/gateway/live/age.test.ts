import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startWorld } from "../../support/gateway/world.ts";
import { wallClock } from "../../support/wall-clock.ts";

const SORRY = "Sorry, that did not work.";
const MINUTE = 60_000;
const options = {
  feishu: { middleware: [["feishu-dispatch-dedup", { maxAgeMs: MINUTE }]] },
  config: { errors: { message: SORRY } },
};

test("what was accepted in time is answered after a restart, however long that took", async () => {
  const wall = wallClock();
  const world = await startWorld({ ...options, behave: () => new Promise(() => {}) });
  const { agent, feishu, say, until } = world;
  const all = ["one", "two"].map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await until("both acks", () => all.every(({ state }) => state === "acked"));
  await world.gateway.close();
  wall.jump(10 * MINUTE);
  agent.behave = ({ text }) => `re: ${text}`;
  await world.restart();
  expect(await world.replies(2)).toEqual(["re: one", "re: two"]);
});

test("what was accepted in time is answered, however long it waited for its session", async () => {
  const wall = wallClock();
  const gate = Promise.withResolvers<void>();
  const world = await startWorld({
    ...options,
    behave: ({ text }) => gate.promise.then(() => `re: ${text}`),
  });
  const { feishu, say, until } = world;
  const all = ["one", "two"].map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
  await until("both acks", () => all.every(({ state }) => state === "acked"));
  wall.jump(10 * MINUTE);
  gate.resolve();
  expect(await world.replies(2)).toEqual(["re: one", "re: two"]);
});

test("a dead letter that is put back is not too old", async () => {
  const wall = wallClock();
  const world = await startWorld({
    ...options,
    behave: (_, { response }) => void response.writeHead(404).end(),
  });
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  expect(await world.replies(1)).toEqual([SORRY]);
  wall.jump(10 * MINUTE);
  world.agent.behave = ({ text }) => `re: ${text}`;
  const admin = await openSqliteInboxAdmin({ file: join(world.folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  // It becomes a dead letter once the user has been told.
  await expect.poll(async () => (await admin.stats()).dead, { timeout: 5000 }).toBe(1);
  const [dead] = await admin.list({ status: "dead" });
  await admin.retry(dead?.id ?? 0);
  expect(await world.replies(2)).toEqual([SORRY, "re: hello"]);
});

test("what is too old when it comes is told to whoever wrote it", async () => {
  const world = await startWorld(options);
  world.feishu.deliver(world.say.text({ user: "alice", at: Date.now() - 10 * MINUTE }, "late"));
  expect(await world.replies(1)).toEqual([SORRY]);
  expect(world.agent.turns).toEqual([]);
});
