import { join } from "node:path";
import { createClock } from "@sinonjs/fake-timers";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { feishuId, feishuTimings } from "../../../src/stand-in/index.ts";
import { startWorld, type World } from "../../support/gateway/world.ts";
import { type Disk, inject, smallDisk } from "../../support/inbox/disk.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const FAULT = "the inbox cannot be written to; events are not acknowledged";
const REPAIRED = "the inbox can be written to again";
// No more messages for one user than the bot may send in a second.
const texts = ["one", "two", "three", "four"];
const users = Array.from({ length: 25 }, (_, index) => `user-${index}`);
const keyOf = (user: string) => `agent:main:feishu:direct:${feishuId("ou", user)}`;

/** A folder where SQLite fails with the result code, whenever it runs the statement. */
function failing(statement: string, errcode: number): Disk {
  let repair = () => {};
  const spoil = () => {
    repair = inject(statement, errcode);
  };
  return { folder: tempFolder(), spoil, repair: () => repair() };
}

/** A world with its inbox in a folder, where Feishu's own times pass when the test says so. */
async function worldOn(folder: string) {
  const clock = createClock();
  const file = join(folder, "inbox.db");
  const gate = Promise.withResolvers<void>();
  const world = await startWorld({
    standIn: { timings: feishuTimings(), now: () => clock.now, timers: clock },
    behave: ({ text }) => gate.promise.then(() => `re: ${text}`),
    config: { inbox: { kind: "sqlite", file } },
  });
  return { world, clock, file, letAgentAnswer: gate.resolve };
}

async function readyz({ gateway }: World): Promise<unknown[]> {
  const response = await fetch(`${gateway.addresses.health}/readyz`);
  return [response.status, await response.json()];
}

function linesWith({ log }: World, message: string): unknown[] {
  return log.filter(({ msg }) => msg === message).map(({ level, err }) => [level, Object(err).code]);
}

/** Delivers 100 events; what it returns waits until every attempt of each has ended like this. */
function deliverHundred({ feishu, say, until }: World): (...outcomes: string[]) => Promise<void> {
  const all = texts.flatMap((text) => users.map((user) => feishu.deliver(say.text({ user }, text))));
  const isEach = (wanted: string) =>
    all.every(({ attempts }) => attempts.map(({ outcome }) => outcome).join() === wanted);
  return (...outcomes) => until(`100 times ${outcomes}`, () => isEach(outcomes.join()));
}

/** Accepts two messages: a turn that runs, and one that waits behind it. */
async function acceptTwo({ feishu, say, until, agent }: World): Promise<void> {
  const both = ["running", "waiting"].map((text) => feishu.deliver(say.text({ user: "early" }, text)));
  await until("both acks", () => both.every(({ state }) => state === "acked"));
  await until("the turn", () => agent.turns.length === 1);
}

/** Everything was answered once, by one turn each, in order; and the inbox knows. */
async function expectAllAnsweredOnce({ agent, feishu, gateway }: World, file: string): Promise<void> {
  expect(agent.textsOf(keyOf("early"))).toEqual(["running", "waiting"]);
  for (const user of users) expect(agent.textsOf(keyOf(user))).toEqual(texts);
  expect(agent.turns.filter(({ attempt }) => attempt > 1)).toEqual([]);
  expect(agent.mostAtOnce).toBe(1);
  await gateway.close();
  const said = feishu.messages.map(({ content, repeats }) => [JSON.parse(content).text, repeats]);
  expect(said.toSorted()).toEqual(agent.turns.map(({ text }) => [`re: ${text}`, 0]).toSorted());
  const admin = await openSqliteInboxAdmin({ file });
  onTestFinished(() => admin.close());
  expect(await admin.stats()).toMatchObject({ pending: 0, dead: 0, done: 102 });
}

function unhandledRejections(): unknown[] {
  const seen: unknown[] = [];
  const note = (reason: unknown) => void seen.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  return seen;
}

test.each([
  ["a full disk", "ERR_INBOX_FULL", smallDisk],
  ["an I/O error on commit", "ERR_INBOX_IO", () => failing("COMMIT", 10 | (4 << 8))],
  ["a file that is read-only", "ERR_INBOX_READONLY", () => failing("BEGIN IMMEDIATE", 8)],
])("%s (%s): what is not kept is not acknowledged, and is answered once later", async (...row) => {
  const [, code, makeDisk] = row;
  const rejections = unhandledRejections();
  const disk = makeDisk();
  const { world, clock, file, letAgentAnswer } = await worldOn(disk.folder);
  const accounts = { default: true };
  await acceptTwo(world);

  disk.spoil();
  const hundred = deliverHundred(world);
  await hundred("refused");
  expect(await readyz(world)).toEqual([503, { ready: false, accounts, inbox: code }]);
  letAgentAnswer();
  expect(await world.replies(1)).toEqual(["re: running"]);
  clock.tick(15_000);
  await hundred("refused", "refused");
  expect(await readyz(world)).toEqual([503, { ready: false, accounts, inbox: code }]);
  expect(world.agent.turns).toHaveLength(1);

  disk.repair();
  await world.until("the end of the fault", () => linesWith(world, REPAIRED).length > 0);
  expect(await readyz(world)).toEqual([200, { ready: true, accounts, inbox: "ok" }]);
  clock.tick(300_000);
  await hundred("refused", "refused", "acked");
  await world.replies(102);
  await expectAllAnsweredOnce(world, file);
  expect(linesWith(world, FAULT)).toEqual([[50, code]]);
  expect(linesWith(world, REPAIRED)).toEqual([[30, undefined]]);
  expect(rejections).toEqual([]);
});
