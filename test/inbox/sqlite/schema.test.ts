import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { MIGRATIONS, migrate } from "../../../src/inbox/sqlite/schema.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const fixtures = fileURLToPath(new URL("../../support/inbox/fixtures", import.meta.url));
const versions = readdirSync(fixtures).filter((name) => name.endsWith(".db"));

function copyOf(fixture: string): string {
  const file = join(tempFolder(), "inbox.db");
  copyFileSync(join(fixtures, fixture), file);
  return file;
}

test("there is a file of every version", () => {
  expect(versions).toEqual(MIGRATIONS.map((_, index) => `schema-${index + 1}.db`));
});

describe.each(versions)("%s, as that release wrote it", (fixture) => {
  test("opens with everything in it, and works on", async () => {
    const inbox = await openSqliteInbox({ file: copyOf(fixture), now: () => Date.UTC(2026, 4, 23, 4) });
    onTestFinished(() => inbox.close());
    expect(await all(inbox)).toMatchObject([
      { id: 1, ids: ["event:ev_waiting", "message:om_waiting"], attempts: 0, transport: "websocket" },
      { id: 2, ids: ["event:ev_cut-off", "message:om_cut-off"], attempts: 1 },
      { id: 3, error: "the agent answered 500", retryAt: Date.UTC(2026, 4, 23, 3, 37, 35), attempts: 1 },
    ]);
    expect(await inbox.get(1)).toMatchObject({
      sessionKey: "agent:main:feishu:direct:ou_1",
      account: "default",
      receivedAt: Date.UTC(2026, 4, 23, 3, 37, 33),
      event: { schema: "2.0", event: { message: { message_id: "om_waiting" } } },
    });
    expect(await inbox.list({ status: "dead" })).toMatchObject([{ id: 4, error: "the agent answered 500" }]);
    expect(await inbox.claim(entry(["message:om_done"]))).toEqual({
      status: "duplicate",
      id: 5,
      by: "message:om_done",
    });
    expect(await inbox.start(2)).toBe(2);
    expect(await inbox.retry(4)).toBe(6);
    expect(await inbox.claim(entry(["message:om_new"]))).toEqual({ status: "accepted", id: 7 });
  });

  test("goes on to the version after the newest", () => {
    const file = copyOf(fixture);
    const next = ["ALTER TABLE rows ADD COLUMN note TEXT", "UPDATE rows SET note = 'moved'"].join(";");
    const db = new DatabaseSync(file);
    onTestFinished(() => db.close());
    migrate(db, file, [...MIGRATIONS, next]);
    migrate(db, file, [...MIGRATIONS, next]);
    expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: MIGRATIONS.length + 1 });
    expect(db.prepare("SELECT count(*) AS count FROM rows WHERE note = 'moved'").get()).toEqual({ count: 5 });
  });

  test("stays as it is when a step of the migration fails", () => {
    const file = copyOf(fixture);
    const db = new DatabaseSync(file);
    onTestFinished(() => db.close());
    const steps = [...MIGRATIONS, "ALTER TABLE rows ADD COLUMN note TEXT", "UPDATE no_such_table SET x = 1"];
    expect(() => migrate(db, file, steps)).toThrow("no_such_table");
    expect(db.prepare("PRAGMA user_version").get()).toEqual({ user_version: Number(fixture.match(/\d+/)) });
    expect(() => db.prepare("SELECT note FROM rows")).toThrow("no such column");
    expect(db.isTransaction).toBe(false);
  });
});
