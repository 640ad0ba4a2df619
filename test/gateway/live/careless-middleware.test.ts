import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import type { Behaviour } from "../../support/gateway/agent-server.ts";
import { startWorld, type World, type WorldOptions } from "../../support/gateway/world.ts";

const SORRY = "Sorry, that did not work.";

/** A gateway with a middleware of one's own in front of ours, or behind it. */
async function worldWith(body: string, place: (typeof PLACES)[number], options: WorldOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), "middleware-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const own = join(folder, "own.mjs");
  await writeFile(own, `export default () => async (context, next) => { ${body} };`);
  const ours = "feishu-dispatch-dedup";
  const middleware = place === "behind" ? [ours, own] : [own, ours];
  const config = { errors: { message: SORRY }, ...options.config };
  return startWorld({ ...options, feishu: { middleware }, config });
}

function tell(world: World, ...texts: string[]) {
  for (const text of texts) world.feishu.deliver(world.say.text({ user: "alice" }, text));
}

/** How the inbox says that its rows ended, once none is pending. */
async function rowsOf(world: World): Promise<string[]> {
  const admin = await openSqliteInboxAdmin({ file: join(world.folder, "inbox.sqlite") });
  onTestFinished(() => admin.close());
  await world.until("the end of all rows", () => !world.log.some(isOpen(world.log)));
  await world.gateway.close();
  const rows = await admin.list();
  return rows.map(({ status, outcome }) => outcome ?? status);
}

/** Whether a line tells of an event whose end no later line tells of. */
function isOpen(log: World["log"]) {
  const ends = /ended|no turn|given up/;
  const ended = new Set(log.filter(({ msg }) => ends.test(String(msg))).map(({ turnId }) => turnId));
  return ({ msg, turnId }: Record<string, unknown>) => msg === "received an event" && !ended.has(turnId);
}

const failing: Behaviour = ({ text }, { response }) => {
  if (text === "fails") response.writeHead(404).end();
  return `re: ${text}`;
};

const PLACES = ["in front of", "behind"] as const;

test.each(PLACES)("one %s ours that does not await next(): every message is answered", async (place) => {
  const world = await worldWith("void next();", place, { behave: failing });
  tell(world, "one", "fails", "two");
  expect(await world.replies(3)).toEqual(["re: one", SORRY, "re: two"]);
  expect(await rowsOf(world)).toEqual(["completed", "dead", "completed"]);
});

test.each(PLACES)(
  "one %s ours that throws behind next(): the answer stands, and the log says it",
  async (place) => {
    const world = await worldWith("await next(); throw new Error('behind');", place);
    tell(world, "one", "two");
    await world.replies(2);
    expect(await rowsOf(world)).toEqual(["completed", "completed"]);
    expect(world.feishu.messages).toHaveLength(2);
    const errors = world.log.filter(({ level }) => Number(level) >= 50);
    expect(errors.map(({ msg }) => msg)).toEqual(
      Array(2).fill("a middleware failed behind next(); the message has had its turn"),
    );
  },
);

test.each(PLACES)("one %s ours that swallows an error: the user is told all the same", async (place) => {
  const world = await worldWith("try { await next(); } catch {}", place, { behave: failing });
  tell(world, "fails", "two");
  expect(await world.replies(2)).toEqual([SORRY, "re: two"]);
  expect(await rowsOf(world)).toEqual(["dead", "completed"]);
});

test.each(PLACES)("one %s ours that bans a message: its row ends as dropped", async (place) => {
  const world = await worldWith("if (context.dispatch.text === 'banned') return; await next();", place);
  tell(world, "banned", "two");
  expect(await world.replies(1)).toEqual(["re: two"]);
  expect(await rowsOf(world)).toEqual(["dropped", "completed"]);
});

test("a next() that comes too late is in the log, by the name in the config", async () => {
  const world = await worldWith("setTimeout(next, 5);", "in front of");
  tell(world, "one");
  await world.until("the complaint", () => world.log.some(({ msg }) => msg === "a middleware is wrong"));
  const complaint = world.log.find(({ msg }) => msg === "a middleware is wrong");
  expect(complaint).toMatchObject({ err: { code: "ERR_NEXT_TOO_LATE" } });
  expect(JSON.stringify(complaint)).toContain("channels.feishu.middleware[0]");
  expect(await rowsOf(world)).toEqual(["dropped"]);
});

test("one in front of ours that waits unevenly: the session's messages keep their order", async () => {
  const wait = "await new Promise((resolve) => setTimeout(resolve, (context.dispatch.text % 5) * 8));";
  const world = await worldWith(`${wait} await next();`, "in front of", { behave: ({ text }) => `${text}` });
  const texts = Array.from({ length: 12 }, (_, index) => `${index}`);
  tell(world, ...texts);
  expect(await world.replies(12)).toEqual(texts);
});
