import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

async function operator({ folder }: World) {
  const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  const ended = async (outcome: string) => {
    const rows = () => admin.list({ unanswered: true });
    await expect.poll(rows, { timeout: 5000 }).toMatchObject([{ outcome }]);
    return (await rows())[0]?.id ?? 0;
  };
  return { admin, ended };
}

test("a turn that its user stopped runs again when an operator puts it back", async () => {
  const world = await startWorld({ behave: () => new Promise<never>(() => {}) });
  const { feishu, say, agent } = world;
  const { admin, ended } = await operator(world);
  feishu.deliver(say.text({ user: "alice" }, "long"));
  await world.until("the turn", () => agent.turns.length === 1);
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  expect(await world.replies(1)).toEqual(["Stopped."]);
  const row = await ended("stopped");
  agent.behave = ({ text }) => `re: ${text}`;
  expect(await admin.retry(row)).toBeGreaterThan(row);
  expect(await world.replies(2)).toEqual(["Stopped.", "re: long"]);
  await expect.poll(() => admin.list({ unanswered: true })).toEqual([]);
});

test("what was too old on arrival is answered when an operator puts it back", async () => {
  const world = await startWorld({
    feishu: { middleware: [["feishu-dispatch-dedup", { maxAgeMs: 60_000 }]] },
    behave: ({ text }) => `re: ${text}`,
  });
  const { admin, ended } = await operator(world);
  world.feishu.deliver(world.say.text({ user: "alice", at: Date.now() - 120_000 }, "late"));
  const row = await ended("expired");
  const before = (await world.replies(0)).length;
  await admin.retry(row);
  await world.until("the answer", () => world.feishu.messages.length > before);
  expect((await world.replies(0)).at(-1)).toBe("re: late");
});

test("what a command has dropped while it waited is answered behind it when an operator puts it back", async () => {
  const world = await startWorld({
    feishu: { middleware: [["feishu-dispatch-dedup", { commands: { "/new": "interrupt" } }]] },
    behave: ({ text }) => (text === "long" ? new Promise<never>(() => {}) : `re: ${text}`),
  });
  const { feishu, say, agent } = world;
  const { admin } = await operator(world);
  feishu.deliver(say.text({ user: "alice" }, "long"));
  await world.until("the turn", () => agent.turns.length === 1);
  const waiting = feishu.deliver(say.text({ user: "alice" }, "waiting"));
  await world.until("the ack", () => waiting.state === "acked");
  feishu.deliver(say.text({ user: "alice" }, "/new"));
  const rows = () => admin.list({ unanswered: true });
  await expect
    .poll(rows, { timeout: 5000 })
    .toMatchObject([{ outcome: "stopped" }, { outcome: "cancelled" }]);
  await world.until("the command", () => agent.turns.length === 2);
  await admin.retry((await rows())[1]?.id ?? 0);
  await world.until("the one that was dropped", () => agent.turns.length === 3);
  expect(agent.turns.map(({ text }) => text)).toEqual(["long", "/new", "waiting"]);
});

test("what a middleware has dropped comes to it again when an operator puts it back", async () => {
  const folder = tempFolder();
  const own = join(folder, "own.mjs");
  writeFileSync(own, "let came = 0;\nexport default () => (_, next) => (came++ === 0 ? undefined : next());");
  const world = await startWorld({ feishu: { middleware: [own, "feishu-dispatch-dedup"] } });
  const { admin, ended } = await operator(world);
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  await admin.retry(await ended("dropped"));
  expect(await world.replies(1)).toEqual(["re: hello"]);
});

test("what its author takes back later cannot be put back any more", async () => {
  const world = await startWorld({ behave: () => new Promise<never>(() => {}) });
  const { feishu, say, agent } = world;
  const { admin, ended } = await operator(world);
  const message = say.text({ user: "alice" }, "long");
  feishu.deliver(message);
  await world.until("the turn", () => agent.turns.length === 1);
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  const row = await ended("stopped");
  const recall = feishu.deliver(say.recall({ user: "alice" }, message.event.message.message_id));
  await world.until("the ack", () => recall.state === "acked");
  expect(await admin.retry(row)).toBeUndefined();
});
