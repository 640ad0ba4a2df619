import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Inbox } from "../../src/inbox/inbox.ts";
import { createMemoryInbox } from "../../src/inbox/memory.ts";
import { openSqliteInbox, openSqliteInboxAdmin } from "../../src/inbox/sqlite.ts";
import { entry } from "../support/inbox/contract/bed.ts";
import { memoryFolder } from "../support/inbox/temp.ts";
import { wallClock } from "../support/wall-clock.ts";

const HOUR = 3_600_000;

async function sqlite(file = join(memoryFolder(), "inbox.db")): Promise<Inbox> {
  const inbox = await openSqliteInbox({ file, pollMs: 1 });
  onTestFinished(() => inbox.close());
  return inbox;
}

async function finish(inbox: Inbox, name: string): Promise<void> {
  const { id } = await inbox.claim(entry([name]));
  await inbox.complete(id);
}

const again = async (inbox: Inbox, name: string) => (await inbox.claim(entry([name]))).status;

describe.each([
  ["memory", async () => createMemoryInbox()],
  ["SQLite", () => sqlite()],
])("the %s inbox remembers what has ended, whatever the system's clock is set to", (_, open) => {
  test("25 hours ahead, and what ends then does not outlive the others", async () => {
    const wall = wallClock();
    const inbox = await open();
    await finish(inbox, "before");
    wall.jump(25 * HOUR);
    await finish(inbox, "meanwhile");
    expect(await again(inbox, "before")).toBe("duplicate");
    wall.jump(-25 * HOUR);
    expect([await again(inbox, "before"), await again(inbox, "meanwhile")]).toEqual([
      "duplicate",
      "duplicate",
    ]);
  });

  test("a day behind as the work ended", async () => {
    const wall = wallClock();
    const inbox = await open();
    wall.jump(-25 * HOUR);
    await finish(inbox, "done");
    wall.jump(25 * HOUR);
    await finish(inbox, "later");
    expect(await again(inbox, "done")).toBe("duplicate");
  });
});

test("a clock that was a day behind until the restart makes nothing old", async () => {
  const wall = wallClock();
  const file = join(memoryFolder(), "inbox.db");
  wall.jump(-25 * HOUR);
  const before = await sqlite(file);
  await finish(before, "done");
  await before.close();
  wall.jump(25 * HOUR);
  const after = await sqlite(file);
  await finish(after, "later");
  expect(await again(after, "done")).toBe("duplicate");
});

test("what an operator dropped is remembered from when the gateway learned of it", async () => {
  const wall = wallClock();
  const file = join(memoryFolder(), "inbox.db");
  const inbox = await sqlite(file);
  const { id } = await inbox.claim(entry(["dropped"]));
  wall.jump(-25 * HOUR);
  const admin = await openSqliteInboxAdmin({ file });
  await admin.drop(id);
  await admin.close();
  wall.jump(25 * HOUR);
  await finish(inbox, "later");
  expect(await again(inbox, "dropped")).toBe("duplicate");
});
