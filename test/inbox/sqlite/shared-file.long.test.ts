import { existsSync, linkSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { InboxHealth } from "../../../src/inbox/inbox.ts";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { heard, killed, start } from "../../support/inbox/child/start.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const newFile = () => join(tempFolder(), "inbox.db");

async function opened(file: string) {
  const inbox = await openSqliteInbox({ file, pollMs: 10, retryMs: 30 });
  onTestFinished(() => inbox.close());
  return inbox;
}

test.each([
  ["deleted", (lock: string) => rmSync(lock)],
  ["replaced by another", (lock: string) => void renameSync(`${lock}.new`, lock)],
])("a lock that was %s lets no second gateway in", async (_how, takeAway) => {
  const file = newFile();
  const holder = start("hold.ts", file);
  expect(await heard(holder)).toBe("open");
  writeFileSync(`${file}.lock.new`, "");
  takeAway(`${file}.lock`);
  const second = start("hold.ts", file);
  expect(await heard(second)).toContain(`is held by process ${holder.pid} on`);
});

test("a lock that is deleted beside a gateway of this process lets no second one in", async () => {
  const file = newFile();
  await opened(file);
  rmSync(`${file}.lock`);
  await expect(openSqliteInbox({ file })).rejects.toMatchObject({ code: "ERR_INBOX_HELD" });
});

test("a gateway whose lock is taken away says so, takes no turns, and takes the lock again", async () => {
  const file = newFile();
  const inbox = await opened(file);
  const { id } = await inbox.claim(entry(["a"]));
  const told: InboxHealth[] = [];
  inbox.watch({ health: (health) => void told.push(health) });
  rmSync(`${file}.lock`);
  const claim = inbox.claim(entry(["b"]));
  const attempt = inbox.start(id);
  await expect(claim).rejects.toMatchObject({
    code: "ERR_INBOX_UNLOCKED",
    message: expect.stringContaining(".lock"),
  });
  expect(inbox.health()).toMatchObject({ ok: false, error: { code: "ERR_INBOX_UNLOCKED" } });
  expect(await attempt).toBe(1);
  expect(told.map(({ ok }) => ok)).toEqual([false, true]);
  expect(existsSync(`${file}.lock`)).toBe(true);
  const second = start("hold.ts", file);
  expect(await heard(second)).toContain("is held by process");
});

test("an idle gateway notices, too", async () => {
  const file = newFile();
  const inbox = await opened(file);
  const told: InboxHealth[] = [];
  inbox.watch({ health: (health) => void told.push(health) });
  rmSync(`${file}.lock`);
  await expect.poll(() => told.map(({ ok }) => ok)).toEqual([false, true]);
});

test("another name of the file lets no second gateway in", async () => {
  const file = newFile();
  const holder = start("hold.ts", file);
  expect(await heard(holder)).toBe("open");
  linkSync(file, `${file}.link`);
  const second = start("hold.ts", `${file}.link`);
  expect(await heard(second)).toMatch(/is held by /);
  expect(readdirSync(dirname(file))).not.toContain("inbox.db.link-wal");
  await killed(holder);
  // What the gateway has written last stands in a file that belongs to the other name.
  for (const open of [openSqliteInbox, openSqliteInboxAdmin])
    await expect(open({ file: `${file}.link` })).rejects.toMatchObject({ code: "ERR_INBOX_LINKED" });
  rmSync(`${file}.link`);
  await opened(file);
});

test("an operator under another name of the file is refused while a gateway works", async () => {
  const file = newFile();
  await opened(file);
  linkSync(file, `${file}.link`);
  const file2 = `${file}.link`;
  await expect(openSqliteInboxAdmin({ file: file2 })).rejects.toMatchObject({ code: "ERR_INBOX_LINKED" });
  const admin = await openSqliteInboxAdmin({ file });
  await admin.close();
});

test("a crash leaves nothing in the way, even while an operator looks at the inbox", async () => {
  const file = newFile();
  const holder = start("hold.ts", file);
  expect(await heard(holder)).toBe("open");
  const admin = await openSqliteInboxAdmin({ file });
  onTestFinished(() => admin.close());
  await killed(holder);
  rmSync(`${file}.lock`);
  const inbox = await opened(file);
  const { id } = await inbox.claim(entry(["a"]));
  expect(await admin.get(id)).toMatchObject({ status: "pending" });
});
