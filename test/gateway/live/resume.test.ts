import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startWorld, textsOf } from "../../support/gateway/world.ts";

const never = () => new Promise<never>(() => {});

test("what was accepted and not answered is answered after a restart, before anything newer", async () => {
  const world = await startWorld({ behave: never });
  const { agent, feishu, say, until } = world;
  const texts = Array.from({ length: 8 }, (_, index) => `message ${index}`);
  const deliver = async (some: string[]) => {
    const all = some.map((text) => feishu.deliver(say.text({ user: "alice" }, text)));
    await until("all acks", () => all.every(({ state }) => state === "acked"));
  };
  await deliver(texts.slice(0, 5));
  await world.gateway.close();
  expect(feishu.messages).toEqual([]);
  await until("the abort", () => agent.turns[0]?.aborted === true);
  expect(agent.turns.map(({ text }) => text)).toEqual(["message 0"]);
  agent.turns.length = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  agent.behave = async ({ text, attempt }) => {
    await gate;
    return `re: ${text} ${attempt}`;
  };
  // Far fewer than have to wait.
  await world.restart({ feishu: { middleware: [["feishu-dispatch-dedup", { maxQueued: 2 }]] } });
  await deliver(texts.slice(5));
  open();
  const said = await world.replies(texts.length);
  expect(said).toEqual(texts.map((text, index) => `re: ${text} ${index === 0 ? 2 : 1}`));
  expect(agent.mostAtOnce).toBe(1);
});

test("/stop reaches a turn that was taken up again", async () => {
  const world = await startWorld({ behave: never });
  const { agent, feishu, say, until } = world;
  feishu.deliver(say.text({ user: "alice" }, "long"));
  await until("the turn", () => agent.turns.length === 1);
  await world.gateway.close();
  await world.restart();
  await until("its second attempt", () => agent.turns.length === 2);
  feishu.deliver(say.text({ user: "alice" }, "/stop"));
  expect(await world.replies(1)).toEqual(["Stopped."]);
  await until("the abort", () => agent.turns[1]?.aborted === true);
});

test("commands of the config pass what was taken up again: past it, or in its place", async () => {
  const world = await startWorld({
    behave: ({ text }) => (text?.startsWith("long") ? never() : `re: ${text}`),
  });
  const { agent, feishu, say, until } = world;
  const long = ["long 1", "long 2", "long 3"].map((text) =>
    feishu.deliver(say.text({ user: "alice" }, text)),
  );
  await until("all acks", () => long.every(({ state }) => state === "acked"));
  await world.gateway.close();
  const commands = { "/peek": "bypass", "/new": "interrupt" };
  await world.restart({ feishu: { middleware: [["feishu-dispatch-dedup", { commands }]] } });
  await until("the second attempt", () => agent.turns.length === 2);
  feishu.deliver(say.text({ user: "alice" }, "/peek"));
  expect(await world.replies(1)).toEqual(["re: /peek"]);
  feishu.deliver(say.text({ user: "alice" }, "/new"));
  feishu.deliver(say.text({ user: "alice" }, "after"));
  expect(await world.replies(3)).toEqual(["re: /peek", "re: /new", "re: after"]);
  expect(agent.turns.map(({ text }) => text)).toEqual(["long 1", "long 1", "/peek", "/new", "after"]);
});

test("a redelivery after a restart is answered once", async () => {
  const world = await startWorld();
  const { feishu, say, until } = world;
  const delivery = feishu.deliver(say.text({ user: "alice" }, "hello"), { loseAcks: 2 });
  await world.replies(1);
  await world.gateway.close();
  await world.restart();
  await until("the ack", () => delivery.state === "acked");
  feishu.deliver(say.text({ user: "alice" }, "again"));
  expect(await world.replies(2)).toEqual(["re: hello", "re: again"]);
  expect(world.agent.turns.map(({ text }) => text)).toEqual(["hello", "again"]);
});

test("a dead letter that an operator puts back runs, while the gateway does", async () => {
  const world = await startWorld({ behave: (_, { response }) => void response.writeHead(404).end() });
  world.feishu.deliver(world.say.text({ user: "alice" }, "hello"));
  const isDead = ({ msg }: Record<string, unknown>) =>
    msg === "the message was given up; it is a dead letter now";
  await world.until("the dead letter", () => world.log.some(isDead));
  world.agent.behave = ({ text }) => `re: ${text}`;
  const admin = await openSqliteInboxAdmin({ file: join(world.folder, "inbox.sqlite") });
  const [dead] = await admin.list({ status: "dead" });
  expect(dead).toMatchObject({ error: expect.stringContaining("ERR_AGENT_STATUS"), attempts: 1 });
  await admin.retry(dead?.id ?? 0);
  await world.replies(1);
  expect(textsOf(world.feishu)).toEqual(["re: hello"]);
  await admin.close();
});

test("one id leads through every line of the log, from the event to its reply", async () => {
  const world = await startWorld();
  const { feishu, say, agent } = world;
  agent.behave = ({ attempt, text }, { response }) => {
    if (attempt === 1) response.writeHead(500).end();
    return `re: ${text}`;
  };
  feishu.script({ path: /reply$/, times: 1, answer: { status: 500, body: {} } });
  const secret = "what nobody else should read";
  feishu.deliver(say.text({ user: "alice" }, secret));
  await world.replies(1);
  await world.until("the end", () => world.log.some(({ msg }) => msg === "the turn has ended"));
  const turnId = agent.turns[0]?.turnId;
  const about = world.log.filter((line) => line.turnId !== undefined);
  expect(about.map(({ msg }) => msg)).toEqual([
    "received an event",
    "the turn begins",
    "the attempt failed and is made again",
    "the turn begins",
    "a reply was not sent",
    "sent a reply",
    "the turn has ended",
  ]);
  expect(new Set(about.map((line) => line.turnId))).toEqual(new Set([turnId]));
  expect(JSON.stringify(world.log)).not.toContain(secret);
  expect(JSON.stringify(agent.turns)).not.toContain('"token"');
});
