import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { rowOf, wayOf } from "../../support/gateway/facts.ts";
import { startWorld, type World, type WorldOptions } from "../../support/gateway/world.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { overrideMessage } from "../../support/stand-in/override.ts";

const alice = { user: "alice" };
const RUN = ["started 1", "replied message 1", "completed"];

/** A gateway whose agent keeps "long" until it is told to finish. */
async function busyWorld(options: WorldOptions = {}) {
  const { promise, resolve: finish } = Promise.withResolvers<void>();
  const behave: WorldOptions["behave"] = async ({ text }) => {
    if (text === "long") await promise;
    return `re: ${text}`;
  };
  const world = await startWorld({ behave, ...options });
  return { ...world, ...toolsOf(world), finish };
}

function toolsOf({ feishu, facts, say, until }: World) {
  const send = async (message: ReturnType<typeof say.text>) => {
    const delivery = feishu.deliver(message);
    await until("the acknowledgement", () => delivery.state === "acked");
    return message;
  };
  const tell = (text: string, user = "alice") => send(say.text({ user }, text));
  const way = (message: ReturnType<typeof say.text>) => wayOf(facts, message);
  /** Resolves when so many messages are over. */
  const over = (count: number) =>
    until("the end", () => facts.filter(({ type }) => type === "ended" || type === "dead").length >= count);
  return { send, tell, way, over };
}

test("a message again under a fresh id, while it runs and later: by which identity of which work", async () => {
  const { tell, send, way, over, finish, facts } = await busyWorld();
  const long = await tell("long");
  const again = (id: string) => overrideMessage(long, { message_id: id }, { event_id: `event-${id}` });
  await send(again("om_fresh1"));
  await send(again("om_fresh1"));
  finish();
  await over(1);
  await send(again("om_fresh2"));
  const repetition = "received in-progress by content";
  expect(way(long).filter((step) => !step.startsWith("started"))).toEqual([
    ...["received accepted", repetition, "received in-progress by event"],
    ...["replied message 1", "completed", "received duplicate by content"],
  ]);
  const row = rowOf(facts, long);
  expect(facts.filter((fact) => fact.type === "received").map((fact) => [fact.messageId, fact.row])).toEqual(
    [long.event.message.message_id, "om_fresh1", "om_fresh1", "om_fresh2"].map((id) => [id, row]),
  );
});

test("messages behind a turn, and behind a /new that waits, say what they stand behind", async () => {
  const { tell, way, over, finish, facts } = await busyWorld();
  const long = await tell("long");
  const [before, command, after] = [await tell("before"), await tell("/new"), await tell("after")];
  finish();
  await over(4);
  const rows = [long, before, command, after].map((message) => rowOf(facts, message));
  expect(rows).toEqual([1, 2, 3, 4]);
  expect(way(before)).toEqual(["received accepted", "waiting session 1 behind 1", ...RUN]);
  expect(way(command)).toEqual(["received accepted", "waiting session 2 behind 1", ...RUN]);
  expect(way(after)).toEqual(["received accepted", "waiting session 3 behind 3", ...RUN]);
  const said = facts
    .filter((fact) => fact.type === "received")
    .map(({ kind, command: word }) => [kind, word]);
  expect(said[2]).toEqual(["barrier", "/new"]);
});

test("/stop: who has said it, and by which message", async () => {
  const { tell, way, over, agent, until, facts } = await busyWorld();
  const long = await tell("long");
  await until("the turn", () => agent.turns.length === 1);
  const stop = await tell("/stop");
  await over(2);
  expect(way(long)).toEqual(["received accepted", "started 1", "cancelled by stop", "stopped"]);
  expect(way(stop)).toEqual(["received accepted", ...RUN]);
  const sender = facts.find((fact) => fact.type === "received" && fact.row === rowOf(facts, stop));
  expect(facts.find(({ type }) => type === "cancelled")).toMatchObject({
    person: sender?.type === "received" && sender.person,
    command: rowOf(facts, stop),
  });
});

test("an interrupting command: what runs is stopped by it, and what waits is dropped", async () => {
  const commands = { "/new": "interrupt" };
  const { tell, way, over, agent, until } = await busyWorld({
    feishu: { middleware: [["feishu-dispatch-dedup", { commands }]] },
  });
  const long = await tell("long");
  await until("the turn", () => agent.turns.length === 1);
  const waits = await tell("waits");
  const command = await tell("/new");
  await over(3);
  expect(way(long)).toEqual(["received accepted", "started 1", "cancelled by interrupt", "stopped"]);
  expect(way(waits).slice(2)).toEqual(["cancelled by interrupt", "cancelled"]);
  expect(way(command).slice(-3)).toEqual(RUN);
});

test("a recall: what runs is stopped, and what waits is over without a turn", async () => {
  const { tell, way, over, agent, until, feishu, say } = await busyWorld();
  const long = await tell("long");
  await until("the turn", () => agent.turns.length === 1);
  const waits = await tell("waits");
  const recall = (message: typeof long) => {
    const delivery = feishu.deliver(say.recall(alice, message.event.message.message_id));
    return until("the acknowledgement", () => delivery.state === "acked");
  };
  await recall(waits);
  expect(way(waits).slice(2)).toEqual(["cancelled by recall", "recalled", "recalled dropped"]);
  await recall(long);
  await over(2);
  expect(way(long).slice(2).toSorted()).toEqual(["cancelled by recall", "recalled", "recalled stopped"]);
});

describe("what fails", () => {
  test("is tried again, and then succeeds", async () => {
    const world = await startWorld({
      behave: ({ attempt }, { response }) => (attempt === 1 ? void response.writeHead(500).end() : "at last"),
    });
    const { tell, way, over } = toolsOf(world);
    const message = await tell("hello");
    await over(1);
    expect(way(message)).toEqual([
      ...["received accepted", "started 1", "retry", "started 2", "replied message 1", "completed"],
    ]);
    const { error } = world.facts.find((fact) => fact.type === "retry") ?? {};
    expect(error).toMatch(/^ERR_AGENT_STATUS: /);
  });

  test("is given up, its user told; and runs again when an operator puts it back", async () => {
    const world = await startWorld({
      behave: (_, { response }) => void response.writeHead(404).end(),
      config: { errors: { message: "failed" } },
    });
    const { tell, way, over } = toolsOf(world);
    const message = await tell("hello");
    await over(1);
    expect(way(message)).toEqual(["received accepted", "started 1", "replied error 1", "dead"]);
    world.agent.behave = () => "now";
    const admin = await openSqliteInboxAdmin({ file: `${world.folder}/inbox.sqlite` });
    await admin.retry(rowOf(world.facts, message) ?? 0);
    await over(2);
    await admin.close();
    const back = world.facts.filter((fact) => "row" in fact && fact.row === 2).map(({ type }) => type);
    expect(back).toEqual(["resumed", "started", "replied", "ended"]);
    expect(new Set(world.facts.map((fact) => ("turnId" in fact ? fact.turnId : "")))).toHaveProperty(
      "size",
      2,
    );
  });
});

test("what is too old expires", async () => {
  const world = await startWorld({
    feishu: { middleware: [["feishu-dispatch-dedup", { maxAgeMs: 60_000 }]] },
  });
  const { send, way, over } = toolsOf(world);
  const old = await send(world.say.text({ user: "alice", at: Date.now() - 120_000 }, "old"));
  await over(1);
  expect(way(old)).toEqual(["received accepted", "expired"]);
});

test("what a middleware has no room for is over, and its user told", async () => {
  const own = join(tempFolder(), "own.mjs");
  const full = `export default () => async (context) => { context.outcome = { status: "overflow" }; };`;
  await writeFile(own, full);
  const world = await startWorld({
    feishu: { middleware: [own, "feishu-dispatch-dedup"] },
    config: { errors: { message: "failed" } },
  });
  const { tell, way, over } = toolsOf(world);
  const message = await tell("hello");
  await over(1);
  expect(way(message)).toEqual(["received accepted", "replied error 1", "overflow"]);
});

test("what an operator drops while it waits is gone", async () => {
  const { tell, way, over, finish, facts, folder } = await busyWorld();
  await tell("long");
  const waits = await tell("waits");
  const admin = await openSqliteInboxAdmin({ file: `${folder}/inbox.sqlite` });
  await admin.drop(rowOf(facts, waits) ?? 0);
  await admin.close();
  finish();
  await over(2);
  expect(way(waits).slice(2)).toEqual(["gone"]);
});

test("a turn that outruns its time is said to hang, and given up", async () => {
  const { tell, way, over } = await busyWorld({
    feishu: { middleware: [["feishu-dispatch-dedup", { turnTimeoutMs: 30 }]] },
  });
  const long = await tell("long");
  await over(1);
  expect(way(long)).toEqual(["received accepted", "started 1", "hung", "dead"]);
});

test("a restart: what is cut off is left, and what waited is found again, in order", async () => {
  const world = await busyWorld();
  const { tell, way, over, agent, until, gateway, restart, facts, finish } = world;
  const long = await tell("long");
  await until("the turn", () => agent.turns.length === 1);
  const waits = await tell("waits");
  await gateway.close();
  expect(way(long).at(-1)).toBe("left");
  finish();
  await restart();
  await over(2);
  expect(
    way(long)
      .slice(2)
      .filter((step) => !step.startsWith("waiting")),
  ).toEqual([...["left", "resumed left", "started 2", "replied message 1", "completed"]]);
  expect(way(waits).filter((step) => !step.startsWith("waiting"))).toEqual([
    ...["received accepted", "resumed left", ...RUN],
  ]);
  expect(facts.filter((fact) => fact.type === "resumed").map(({ row }) => row)).toEqual([1, 2]);
});

test("no fact and no line of the log holds a text; with journal.texts the facts do", async () => {
  const secret = "what nobody else should read";
  const world = await startWorld();
  const { tell, over } = toolsOf(world);
  await tell(`${secret}?`);
  await tell(`/new ${secret}`);
  await over(2);
  expect(world.facts.filter(({ type }) => type === "acknowledged")).toHaveLength(2);
  expect(JSON.stringify([world.facts, world.log])).not.toContain(secret);
  await world.gateway.close();
  await world.restart({ config: { journal: { texts: true } } });
  await tell(`${secret}!`);
  await over(3);
  expect(JSON.stringify(world.facts)).toContain(`${secret}!`);
  expect(JSON.stringify([world.facts.filter(({ type }) => type !== "received"), world.log])).not.toContain(
    secret,
  );
});
