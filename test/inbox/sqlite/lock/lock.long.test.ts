import { existsSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Inbox, InboxItem } from "../../../../src/inbox/inbox.ts";
import { openAsOwner } from "../../../../src/inbox/sqlite/open.ts";
import { Store } from "../../../../src/inbox/sqlite/store.ts";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../../../src/inbox/sqlite.ts";
import { ended, heard, killed, start } from "../../../support/inbox/child/start.ts";
import { all, entry } from "../../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../../support/inbox/temp.ts";

const newFile = () => join(tempFolder(), "inbox.db");

async function opened(file: string, more: { pollMs?: number } = {}): Promise<Inbox> {
  const inbox = await openSqliteInbox({ file, ...more });
  onTestFinished(() => inbox.close());
  return inbox;
}

describe("one gateway for each file", () => {
  test("tells a second process which one holds it, and leaves the first alone", async () => {
    const file = newFile();
    const inbox = await opened(file);
    const second = start("hold.ts", file);
    expect(await heard(second)).toContain(`is held by process ${process.pid} on ${hostname()} since 20`);
    await ended(second);
    expect(second.exitCode).toBe(3);
    expect(await inbox.claim(entry(["a"]))).toMatchObject({ status: "accepted" });
  });

  test("holds within one process, and by any name of the file", async () => {
    const file = newFile();
    const inbox = await opened(file);
    symlinkSync(file, `${file}.link`);
    for (const name of [file, `${file}.link`]) {
      await expect(openSqliteInbox({ file: name })).rejects.toMatchObject({ code: "ERR_INBOX_HELD" });
    }
    const third = start("hold.ts", file);
    expect(await heard(third)).toContain("is held by process");
    await inbox.close();
    await opened(file);
  });

  test("ends with its process, however that dies", async () => {
    const file = newFile();
    const holder = start("hold.ts", file);
    expect(await heard(holder)).toBe("open");
    await expect(openSqliteInbox({ file })).rejects.toThrow(`held by process ${holder.pid} on`);
    await killed(holder);
    expect(existsSync(`${file}.lock`)).toBe(true);
    const inbox = await opened(file);
    await expect(openSqliteInbox({ file })).rejects.toThrow(`held by process ${process.pid} on`);
    expect(await inbox.claim(entry(["a"]))).toMatchObject({ status: "accepted" });
  });

  test("is given back when the file cannot be used", async () => {
    const file = newFile();
    writeFileSync(file, "this is not an inbox, nor any database");
    await expect(openSqliteInbox({ file })).rejects.toMatchObject({ code: "ERR_INBOX_DAMAGED" });
    rmSync(file);
    await opened(file);
  });
});

describe("an operator beside the gateway", () => {
  test("sees what the gateway has accepted, and the gateway what the operator did", async () => {
    const file = newFile();
    const inbox = await opened(file);
    const admin = await openSqliteInboxAdmin({ file });
    onTestFinished(() => admin.close());
    const { id } = await inbox.claim(entry(["a"]));
    expect(await admin.get(id)).toMatchObject({ status: "pending", ids: ["a"] });
    expect(await admin.drop(id)).toBe(true);
    expect(await inbox.start(id)).toBeUndefined();
    expect(await inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id, by: "a" });
  });

  test.each([
    ["while the gateway is idle", async () => {}],
    ["while the gateway is claiming", async (inbox: Inbox) => void (await inbox.claim(entry(["other"])))],
  ])("puts a dead letter back %s, and the gateway is told once", async (_when, meanwhile) => {
    const file = newFile();
    const inbox = await opened(file, { pollMs: 20 });
    const told: InboxItem[] = [];
    inbox.watch({ retried: (item) => told.push(item) });
    const { id } = await inbox.claim(entry(["a"]));
    await inbox.fail(id, { error: "no" });
    const operator = start("retry.ts", file, String(id));
    await ended(operator);
    await meanwhile(inbox);
    await expect.poll(() => told.length).toBe(1);
    expect(told).toMatchObject([{ ids: ["a"], status: "pending", attempts: 0, event: { schema: "2.0" } }]);
    await inbox.claim(entry(["b"]));
    expect(told).toHaveLength(1);
    expect(await inbox.start(told[0]?.id ?? 0)).toBe(1);
  });

  test("works without a gateway as well", async () => {
    const file = newFile();
    const inbox = await openSqliteInbox({ file });
    const { id } = await inbox.claim(entry(["a"]));
    await inbox.fail(id, { error: "no" });
    await inbox.close();
    const admin = await openSqliteInboxAdmin({ file });
    const next = await admin.retry(id);
    await admin.close();
    expect(await all(await opened(file))).toMatchObject([{ id: next, ids: ["a"] }]);
  });

  test("forgets nothing: how long is the gateway's to say", async () => {
    const file = newFile();
    const inbox = await openSqliteInbox({ file, settledTtlMs: 2 ** 40, now: () => 0 });
    onTestFinished(() => inbox.close());
    for (const id of ["a", "b"]) await inbox.claim(entry([id]));
    await inbox.complete(1);
    const admin = await openSqliteInboxAdmin({ file });
    await admin.drop(2);
    await admin.close();
    expect(await inbox.claim(entry(["a"]))).toEqual({ status: "duplicate", id: 1, by: "a" });
  });

  test("is told of no rows but those that were put back", async () => {
    const file = newFile();
    const inbox = await opened(file, { pollMs: 20 });
    const admin = await openSqliteInboxAdmin({ file });
    onTestFinished(() => admin.close());
    const told: number[] = [];
    inbox.watch({ retried: (item) => told.push(item.id) });
    const claims = await Promise.all(["a", "b", "c"].map((id) => inbox.claim(entry([id]))));
    await inbox.fail(claims[0]?.id ?? 0, { error: "no" });
    await admin.drop(claims[1]?.id ?? 0);
    const next = await admin.retry(claims[0]?.id ?? 0);
    await expect.poll(() => told).toEqual([next]);
  });

  test("is noticed once for each change", async () => {
    const file = newFile();
    const told: InboxItem[] = [];
    const { store, release } = await openAsOwner({ file }, (connection) => ({
      store: new Store({
        ...connection,
        ...connection.settings,
        file,
        onForeign: (items) => told.push(...items),
      }),
      release: connection.release,
    }));
    onTestFinished(release);
    expect(store.isDue()).toBe(false);
    const admin = await openSqliteInboxAdmin({ file });
    const claim = () => {
      store.writes.claim(entry(["a"]), "{}");
      return () => {};
    };
    store.transact([claim]);
    await admin.drop(1);
    await admin.close();
    expect(store.isDue()).toBe(true);
    store.transact([]);
    expect(store.isDue()).toBe(false);
    expect(told).toEqual([]);
  });
});
