import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Inbox } from "../../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { calm } from "../../support/calm.ts";
import { all, entry, T0 } from "../../support/inbox/contract/bed.ts";
import { memoryFolder } from "../../support/inbox/temp.ts";

const TTL = 10_000;
let time = T0;

async function opened(file: string): Promise<Inbox> {
  time = T0;
  const inbox = await openSqliteInbox({ file, settledTtlMs: TTL, now: () => time });
  onTestFinished(() => inbox.close());
  return inbox;
}

async function settle(inbox: Inbox, names: string[]): Promise<void> {
  const claims = await Promise.all(names.map((name) => inbox.claim(entry([`${name}a`, `${name}b`]))));
  await Promise.all(claims.map(({ id }) => inbox.complete(id)));
}

const names = (count: number, prefix = "n") => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const done = async (inbox: Inbox) => (await inbox.stats()).done;

test("forgets settled rows in small steps, as it goes along", async () => {
  const file = join(memoryFolder(), "inbox.db");
  const inbox = await opened(file);
  await settle(inbox, names(300));
  time += TTL;
  const left: number[] = [];
  for (let step = 0; step < 30; step++) {
    await settle(inbox, [`late${step}`]);
    left.push((await done(inbox)) - step - 1);
  }
  for (const [step, now] of left.entries()) expect((left[step - 1] ?? 300) - now).toBeLessThanOrEqual(24);
  expect(left.at(-1)).toBe(0);
  const db = new DatabaseSync(file);
  expect(db.prepare("SELECT count(*) AS count FROM identities").get()).toEqual({ count: 60 });
  expect(db.prepare("SELECT count(*) AS count FROM events").get()).toEqual({ count: 0 });
  db.close();
});

test("does not grow when as much is forgotten as arrives", async () => {
  const inbox = await opened(join(memoryFolder(), "inbox.db"));
  const sizes: number[] = [];
  for (let day = 0; day < 12; day++) {
    await settle(inbox, names(400, `day${day}-`));
    time += TTL;
    sizes.push((await inbox.stats()).bytes ?? 0);
  }
  expect(await done(inbox)).toBeLessThan(1000);
  expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[3] ?? 0) * 1.1);
});

test("keeps what is settled until its time, however much arrives", async () => {
  const inbox = await opened(join(memoryFolder(), "inbox.db"));
  await settle(inbox, names(50));
  for (let step = 0; step < 10; step++) {
    time += TTL / 10 - 1;
    await settle(inbox, names(20, `step${step}-`));
  }
  expect(await done(inbox)).toBe(250);
});

test("keeps no message text and no identity of what is settled", async () => {
  const file = join(memoryFolder(), "inbox.db");
  const inbox = await opened(file);
  const { id } = await inbox.claim(entry(["om_secret"], { event: { text: "my secret" } }));
  await inbox.complete(id);
  const db = new DatabaseSync(file);
  for (const table of ["rows", "events", "identities"]) {
    expect(JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all())).not.toContain("secret");
  }
  db.close();
});

test("reads 10,000 pending rows in order, in pages, while turns start and end", async () => {
  const inbox = await opened(join(memoryFolder(), "inbox.db"));
  await Promise.all(names(10_000).map((name, i) => inbox.claim(entry([name], { sessionKey: `s${i % 7}` }))));
  let count = 0;
  for await (const item of inbox.pending()) {
    expect(item.ids).toEqual([`n${count++}`]);
    if (count % 9 === 0) void inbox.complete(item.id);
  }
  expect(count).toBe(10_000);
  expect(await inbox.stats()).toMatchObject({ pending: 8889, done: 1111 });
  expect(await all(inbox, "s3")).toHaveLength(1270);
});

test("finds pending rows by an index, not by reading what is settled", async () => {
  const file = join(memoryFolder(), "inbox.db");
  await opened(file);
  const db = new DatabaseSync(file);
  const prepare = vi.spyOn(DatabaseSync.prototype, "prepare");
  const { prepareReads } = await import("../../../src/inbox/sqlite/statements.ts");
  prepareReads(db);
  const queries = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes("ORDER BY id"));
  vi.restoreAllMocks();
  const plans = queries.map((sql) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => step.detail),
  );
  expect(plans[0]?.[0]).toContain("USING INDEX rows_open (status=? AND id>?)");
  expect(plans[1]?.[0]).toContain("USING INDEX rows_session (session_key=? AND id>?)");
  db.close();
});

test("forgets texts while nothing arrives, too, and writes nothing then without need", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const file = join(memoryFolder(), "inbox.db");
  const inbox = await opened(file);
  inbox.watch({});
  const claims = await Promise.all(names(30).map((name) => inbox.claim(entry([name]))));
  await Promise.all(claims.map(({ id }) => inbox.complete(id, "stopped")));
  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  const texts = () => db.prepare("SELECT count(*) AS count FROM events").get()?.count;
  const pass = async (ms: number) => {
    time += ms;
    vi.advanceTimersByTime(1000);
    await calm();
  };
  await pass(TTL - 1);
  expect(texts()).toBe(30);
  const version = db.prepare("PRAGMA data_version").get();
  await pass(0);
  expect(db.prepare("PRAGMA data_version").get()).toEqual(version);
  for (let look = 0; look < 4; look++) await pass(TTL / 100);
  expect(texts()).toBe(0);
});

test("forgets texts by the system's clock when it is opened, however short its runs are", async () => {
  const file = join(memoryFolder(), "inbox.db");
  const first = await opened(file);
  for (const name of ["old", "dead", "waiting"]) await first.claim(entry([name]));
  await first.complete(1, "stopped");
  await first.fail(2, { error: "no" });
  await first.close();
  const ended = Date.now();
  const runFor = async (ms: number) => {
    vi.spyOn(Date, "now").mockReturnValue(ended + ms);
    const inbox = await openSqliteInbox({ file, settledTtlMs: TTL });
    onTestFinished(() => inbox.close());
    return inbox;
  };
  onTestFinished(() => void vi.restoreAllMocks());
  const db = new DatabaseSync(file);
  onTestFinished(() => db.close());
  db.prepare("UPDATE rows SET ended_at = ?, settled_at = ? WHERE id = 1").run(ended, ended);
  const soon = await runFor(TTL - 1);
  expect(db.prepare("SELECT row FROM events").all()).toHaveLength(3);
  await soon.close();
  const late = await runFor(TTL);
  expect(await late.list()).toMatchObject([
    { outcome: "stopped" },
    { status: "dead" },
    { status: "pending" },
  ]);
  expect(await late.retry(1)).toBeUndefined();
  expect(await late.retry(2)).toBe(4);
});

test("leaves no timer when it is closed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const inbox = await opened(join(memoryFolder(), "inbox.db"));
  expect(vi.getTimerCount()).toBe(0);
  const stop = inbox.watch({ retried: () => {} });
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(5000);
  expect(vi.getTimerCount()).toBe(1);
  stop();
  vi.advanceTimersByTime(1000);
  expect(vi.getTimerCount()).toBe(0);
  inbox.watch({ retried: () => {} });
  await inbox.close();
  expect(vi.getTimerCount()).toBe(0);
});
