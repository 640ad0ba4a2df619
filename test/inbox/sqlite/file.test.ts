import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { configure, GUEST, OWNER } from "../../../src/inbox/sqlite/file.ts";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const modes = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]),
  );

async function opened(file: string) {
  const inbox = await openSqliteInbox({ file });
  onTestFinished(() => inbox.close());
  return inbox;
}

describe("the file", () => {
  test("is private to its owner, and so is everything beside it", async () => {
    const folder = tempFolder();
    const before = process.umask(0);
    onTestFinished(() => void process.umask(before));
    const inbox = await opened(join(folder, "inbox.db"));
    await inbox.claim(entry(["a"]));
    expect(modes(folder)).toMatchObject({
      "inbox.db": "600",
      "inbox.db-wal": "600",
      "inbox.db-shm": "600",
      "inbox.db.lock": "600",
    });
    expect(new Set(Object.values(modes(folder)))).toEqual(new Set(["600"]));
  });

  test("is made private when it was not", async () => {
    const folder = tempFolder();
    const file = join(folder, "inbox.db");
    const first = await openSqliteInbox({ file });
    await first.claim(entry(["a"]));
    await first.close();
    for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o664);
    await opened(file);
    expect(modes(folder)).toMatchObject({ "inbox.db": "600", "inbox.db.lock": "600" });
  });

  test("keeps everything when it is closed and opened again", async () => {
    const file = join(tempFolder(), "inbox.db");
    const first = await openSqliteInbox({ file });
    for (const id of ["a", "b", "c", "d", "e"]) await first.claim(entry([id]));
    await first.start(2);
    await first.complete(3, "expired");
    await first.start(4);
    await first.fail(4, { error: "no" });
    await first.fail(5, { error: "later", retryAt: 77 });
    const before = [await first.list(), await all(first)];
    await first.close();
    const again = await opened(file);
    expect([await again.list(), await all(again)]).toEqual(before);
    expect(await again.start(2)).toBe(2);
    expect(await again.claim(entry(["f"]))).toEqual({ status: "accepted", id: 6 });
  });

  test.each([
    ["the gateway", OWNER, 4000],
    ["an operator, who leaves checkpoints to the gateway", GUEST, 0],
  ])("is set up to flush every commit, by %s", (_who, role, checkpointPages) => {
    const db = new DatabaseSync(join(tempFolder(), "inbox.db"));
    onTestFinished(() => db.close());
    configure(db, role);
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("fullfsync")).toBe(1);
    expect(pragma("checkpoint_fullfsync")).toBe(1);
    expect(pragma("wal_autocheckpoint")).toBe(checkpointPages);
    expect(pragma("busy_timeout")).toBe(role.busyMs);
  });
});

describe("a file that cannot be used is refused, named and left as it is", () => {
  async function refused(file: string, code: string) {
    const before = existsSync(file) && statSync(file).isFile() ? readFileSync(file) : undefined;
    for (const open of [openSqliteInbox, openSqliteInboxAdmin]) {
      await expect(open({ file })).rejects.toMatchObject({ code, message: expect.stringContaining(file) });
    }
    if (before !== undefined) expect(readFileSync(file).equals(before)).toBe(true);
  }

  test("something else than a database", async () => {
    const file = join(tempFolder(), "inbox.db");
    writeFileSync(file, "Dear diary, ".repeat(1000));
    await refused(file, "ERR_INBOX_DAMAGED");
  });

  test("another program's database", async () => {
    const folder = tempFolder();
    const file = join(folder, "other.db");
    const db = new DatabaseSync(file);
    db.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY); PRAGMA user_version = 1");
    db.close();
    chmodSync(file, 0o644);
    await refused(file, "ERR_INBOX_DAMAGED");
    expect(modes(folder)).toEqual({ "other.db": "644", "other.db.lock": "600" });
  });

  test("an inbox of a newer release", async () => {
    const file = join(tempFolder(), "inbox.db");
    await (await openSqliteInbox({ file })).close();
    const db = new DatabaseSync(file);
    db.exec("PRAGMA user_version = 99");
    db.close();
    await refused(file, "ERR_INBOX_VERSION");
  });

  test("an inbox cut off in the middle", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await openSqliteInbox({ file });
    for (let i = 0; i < 100; i++) void inbox.claim(entry([`${i}`], { event: "x".repeat(2000) }));
    await inbox.close();
    truncateSync(file, 10_000);
    await refused(file, "ERR_INBOX_DAMAGED");
  });

  test("an inbox whose pages were overwritten, as soon as one of them is needed", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await openSqliteInbox({ file });
    for (let i = 0; i < 100; i++) void inbox.claim(entry([`${i}`], { event: "x".repeat(2000) }));
    await inbox.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 2);
    writeFileSync(file, bytes);
    await refused(file, "ERR_INBOX_DAMAGED");
  });

  test("a folder", async () => {
    await refused(tempFolder(), "ERR_INVALID_OPTION");
  });

  test("a file in a folder that is not there", async () => {
    const folder = join(tempFolder(), "no");
    await expect(openSqliteInbox({ file: join(folder, "inbox.db") })).rejects.toMatchObject({
      code: "ERR_INVALID_OPTION",
      message: expect.stringContaining(folder),
    });
  });
});

test("an operator's command creates no inbox", async () => {
  const folder = tempFolder();
  await expect(openSqliteInboxAdmin({ file: join(folder, "inbox.db") })).rejects.toMatchObject({
    code: "ERR_INVALID_OPTION",
  });
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  [{ file: "" }, "file"],
  [{ file: "x", settledTtlMs: 0 }, "settledTtlMs"],
  [{ file: "x", retryMs: 0.5 }, "option retryMs: expected int, got 0.5"],
  [{ file: "x", pollMs: Number.NaN }, "pollMs"],
  [{ file: "x", ttl: 1 }, "ttl"],
  [{ file: "x", now: 5 as unknown as () => number }, "option now: expected a function, got 5"],
])("refuses the options %j and names the wrong one", async (options, name) => {
  await expect(openSqliteInbox(options)).rejects.toMatchObject({
    code: "ERR_INVALID_OPTION",
    message: expect.stringContaining(name),
  });
});
