import { renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { InboxError } from "../../../src/inbox/errors.ts";
import type { Inbox, InboxHealth } from "../../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { heard, killed, start } from "../../support/inbox/child/start.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { inject, limitFileSize, readOnlyDisk, smallDisk } from "../../support/inbox/disk.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

async function opened(file: string): Promise<Inbox> {
  const inbox = await openSqliteInbox({ file, retryMs: 20 });
  onTestFinished(() => inbox.close());
  return inbox;
}

/** Claims one after the other, as a gateway under load would, and says what became of each. */
async function claimAll(inbox: Inbox, names: string[]): Promise<Map<string, string>> {
  const results = new Map<string, string>();
  for (const name of names) {
    const big = { event: "x".repeat(2000), sessionKey: name };
    const claim = inbox.claim(entry([name], big));
    results.set(
      name,
      await claim.then(
        ({ status }) => status,
        (error: InboxError) => error.code,
      ),
    );
  }
  return results;
}

const hundred = (prefix: string) => Array.from({ length: 100 }, (_, i) => `${prefix}${i}`);
const accepted = (results: Map<string, string>) =>
  [...results].filter(([, what]) => what === "accepted").map(([name]) => name);
const healthy = (inbox: Inbox) =>
  expect.poll(() => inbox.health(), { timeout: 10_000 }).toEqual({ ok: true });

describe("a full disk", () => {
  test("acknowledges nothing that is not kept, keeps completions until it may write, and goes on", async () => {
    const disk = smallDisk();
    const inbox = await opened(join(disk.folder, "inbox.db"));
    const told: InboxHealth[] = [];
    inbox.watch({ health: (health) => told.push(health) });
    const before = await claimAll(inbox, hundred("before"));
    expect(accepted(before)).toHaveLength(100);
    disk.spoil();
    const during = await claimAll(inbox, hundred("during"));
    expect(new Set(during.values())).toEqual(new Set(["ERR_INBOX_FULL"]));
    expect(inbox.health()).toMatchObject({ ok: false, error: { code: "ERR_INBOX_FULL" } });
    const completed = inbox.complete(1);
    disk.repair();
    await healthy(inbox);
    await completed;
    expect(told.map((health) => health.ok)).toEqual([false, true]);
    const after = await claimAll(inbox, ["during0", "after"]);
    expect([...after.values()]).toEqual(["accepted", "accepted"]);
    await inbox.close();
    const again = await opened(join(disk.folder, "inbox.db"));
    const kept = (await all(again)).map((item) => item.ids[0]);
    expect(kept).toEqual([...hundred("before").slice(1), "during0", "after"]);
  });

  test("is named when the file cannot even be made", async () => {
    const disk = smallDisk();
    disk.spoil();
    await expect(openSqliteInbox({ file: join(disk.folder, "inbox.db") })).rejects.toThrow(InboxError);
    disk.repair();
    const inbox = await opened(join(disk.folder, "inbox.db"));
    expect(await inbox.claim(entry(["a"]))).toMatchObject({ status: "accepted" });
  });
});

describe("a read-only file system", () => {
  test("is named at the start, and nothing is lost by it", async () => {
    const disk = readOnlyDisk();
    const file = join(disk.folder, "inbox.db");
    const first = await openSqliteInbox({ file });
    await claimAll(first, hundred("a"));
    await first.close();
    disk.spoil();
    await expect(openSqliteInbox({ file })).rejects.toMatchObject({ code: "ERR_INBOX_READONLY" });
    disk.repair();
    expect(await all(await opened(file))).toHaveLength(100);
  });
});

describe("an I/O error", () => {
  test("of the real kernel rejects claims, and claims are accepted again when it is over", async () => {
    const file = join(tempFolder(), "inbox.db");
    const gateway = start("claim.ts", file);
    expect(await heard(gateway)).toBe("open");
    const tell = (names: string[]) => void gateway.send(names);
    tell(["a", "b"]);
    expect(await heard(gateway)).toEqual({ claims: ["accepted", "accepted"] });
    if (!limitFileSize(gateway.pid, statSync(`${file}-wal`).size)) return;
    tell(hundred("c"));
    expect(await heard(gateway)).toEqual({ health: "ERR_INBOX_IO" });
    expect(await heard(gateway)).toEqual({ claims: hundred("c").map(() => "ERR_INBOX_IO") });
    limitFileSize(gateway.pid, "unlimited");
    expect(await heard(gateway)).toEqual({ health: "ok" });
    tell(["c0", "d"]);
    expect(await heard(gateway)).toEqual({ claims: ["accepted", "accepted"] });
    await killed(gateway);
    const kept = (await all(await opened(file))).map((item) => item.ids[0]);
    expect(kept).toEqual(["a", "b", "c0", "d"]);
  });
});

describe.each(["BEGIN IMMEDIATE", "COMMIT"])("an error injected into %s", (statement) => {
  test.each([
    [13, "ERR_INBOX_FULL"],
    [8, "ERR_INBOX_READONLY"],
    [8 | (6 << 8), "ERR_INBOX_READONLY"],
    [10 | (4 << 8), "ERR_INBOX_IO"],
    [14, "ERR_INBOX_IO"],
    [7, "ERR_INBOX_IO"],
    [5, "ERR_INBOX_LOCKED"],
    [15, "ERR_INBOX_LOCKED"],
    [11, "ERR_INBOX_DAMAGED"],
    [26, "ERR_INBOX_DAMAGED"],
    [1, "ERR_INBOX_DAMAGED"],
    [19, "ERR_INBOX_DAMAGED"],
  ])("(%i) is %s, leaves nothing behind and is gone when it is over", async (errcode, code) => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await opened(file);
    const { id } = await inbox.claim(entry(["before"]));
    const stop = inject(statement, errcode);
    const started = inbox.start(id);
    const failure: unknown = await inbox.claim(entry(["during"])).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InboxError);
    expect(failure).toMatchObject({ code, message: expect.stringContaining(file) });
    expect(await all(inbox)).toMatchObject([{ ids: ["before"], attempts: 0 }]);
    stop();
    await healthy(inbox);
    expect(await started).toBe(1);
    expect(await inbox.claim(entry(["during"]))).toMatchObject({ status: "accepted" });
  });
});

describe("a file in use", () => {
  test("that another program locks rejects claims until it is let go", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await opened(file);
    const other = new DatabaseSync(file);
    onTestFinished(() => other.close());
    other.exec("BEGIN IMMEDIATE");
    await expect(inbox.claim(entry(["a"]))).rejects.toMatchObject({ code: "ERR_INBOX_LOCKED" });
    other.exec("ROLLBACK");
    await healthy(inbox);
    expect(await inbox.claim(entry(["a"]))).toMatchObject({ status: "accepted" });
  });

  test.each(["", "-wal"])("whose %j file is moved away accepts nothing until it is back", async (suffix) => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await opened(file);
    await inbox.claim(entry(["a"]));
    renameSync(`${file}${suffix}`, `${file}.away`);
    await expect(inbox.claim(entry(["b"]))).rejects.toMatchObject({ code: "ERR_INBOX_MOVED" });
    renameSync(`${file}.away`, `${file}${suffix}`);
    await healthy(inbox);
    expect(await inbox.claim(entry(["b"]))).toMatchObject({ status: "accepted" });
    await inbox.close();
    expect(await all(await opened(file))).toHaveLength(2);
  });

  test("that is deleted is not written to any more", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await openSqliteInbox({ file });
    rmSync(file);
    await expect(inbox.claim(entry(["a"]))).rejects.toMatchObject({ code: "ERR_INBOX_MOVED" });
    const completed = inbox.complete(1);
    await expect(inbox.close()).rejects.toMatchObject({ code: "ERR_INBOX_MOVED" });
    await expect(completed).rejects.toMatchObject({ code: "ERR_INBOX_CLOSED" });
  });
});
