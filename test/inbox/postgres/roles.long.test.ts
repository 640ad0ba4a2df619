import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { JournalTable } from "../../../src/gateway/journal/keep/journal-table.ts";
import type { Inbox, InboxItem } from "../../../src/inbox/inbox.ts";
import type { Movable } from "../../../src/inbox/move/movable.ts";
import { move } from "../../../src/inbox/move/move.ts";
import { openPostgresMovable } from "../../../src/inbox/postgres/move/movable.ts";
import { grantsFor, makeSchema } from "../../../src/inbox/postgres/roles.ts";
import { openPostgresInbox, openPostgresInboxAdmin } from "../../../src/inbox/postgres.ts";
import { openSqliteMovable } from "../../../src/inbox/sqlite/movable.ts";
import { openSqliteInbox } from "../../../src/inbox/sqlite.ts";
import { kept, startedFact } from "../../support/gateway/journal-contract.ts";
import { all, entry } from "../../support/inbox/contract/bed.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { tempFolder } from "../../support/inbox/temp.ts";
import { freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";
import { connected, freshRole, superuser } from "../../support/postgres/roles.ts";

const MAY_CREATE = "grant create on database BASE to ROLE";
const OPTIONS = { leaseMs: 1000, graceMs: 50, pollMs: 50 };

describe.runIf(hasPostgres())("a role that owns nothing", () => {
  let schema: string;
  let owner: { name: string; url: string };
  let gateway: { name: string; url: string };

  beforeEach(async () => {
    owner = await freshRole(MAY_CREATE);
    gateway = await freshRole();
    schema = freshSchema();
    await makeSchema({ url: owner.url, schema });
    const client = await connected(owner.url);
    await client.query(grantsFor(schema, gateway.name).join(""));
  });

  async function open(options: object = {}): Promise<Inbox> {
    const inbox = await openPostgresInbox({ ...OPTIONS, ...options, url: gateway.url, schema });
    onTestFinished(() => inbox.close());
    return inbox;
  }

  test("runs an inbox: claims, turns, operators' commands", async () => {
    const inbox = await open();
    const one = await inbox.claim(entry(["om_1"]));
    const two = await inbox.claim(entry(["om_2"]));
    expect(await inbox.claim(entry(["om_1", "om_2"]))).toMatchObject({ status: "in-progress" });
    expect(await inbox.start(one.id)).toBe(1);
    await inbox.fail(one.id, { error: "no", retryAt: Date.now() });
    expect(await inbox.start(one.id)).toBe(2);
    await inbox.complete(one.id);
    expect(await inbox.start(two.id)).toBeUndefined();
    const dead = await inbox.claim(entry(["om_3"]));
    await inbox.start(dead.id);
    await inbox.fail(dead.id, { error: "no" });
    const admin = await openPostgresInboxAdmin({ url: gateway.url, schema });
    const again = Number(await admin.retry(dead.id));
    expect(await admin.drop(again)).toBe(true);
    expect(await admin.stats()).toMatchObject({ pending: 0, dead: 0, done: 3 });
    await admin.close();
    expect(await all(inbox)).toEqual([]);
  });

  test("takes sessions over, from those that leave and from those that are gone", async () => {
    const client = await superuser();
    const { rows } = await client.query(
      `insert into ${schema}.gateway (name, lease_ms, heartbeat_at) values ('gone', 1, now() - interval '1 hour') returning id`,
    );
    await client.query(`insert into ${schema}.session (key, owner) values ('of-the-gone', $1)`, [rows[0].id]);
    const leaver = await open();
    await leaver.claim(entry(["om_1"], { sessionKey: "of-the-gone" }));
    await leaver.claim(entry(["om_2"], { sessionKey: "of-the-leaver" }));
    const heir = await open();
    const arrived: InboxItem[] = [];
    heir.watch({ arrived: (item) => arrived.push(item) });
    await leaver.sharing?.leave();
    await vi.waitFor(() => expect(arrived).toHaveLength(2), { timeout: 20_000 });
    for (const { id } of arrived) expect(await heir.start(id)).toBe(1);
  });

  test("forgets what has ended, and who has gone", async () => {
    const client = await superuser();
    await client.query(
      `insert into ${schema}.gateway (name, lease_ms, left_at) values ('old', 1, now() - interval '2 days')`,
    );
    const inbox = await open({ settledTtlMs: 1 });
    inbox.watch({});
    const { id } = await inbox.claim(entry(["om_1"]));
    await inbox.complete(id);
    await vi.waitFor(
      async () => {
        expect(await inbox.list()).toEqual([]);
        const { rowCount } = await client.query(`select from ${schema}.gateway where name = 'old'`);
        expect(rowCount).toBe(0);
      },
      { timeout: 20_000 },
    );
  });

  test("moves an inbox in and out", async () => {
    const file = join(tempFolder(), "inbox.db");
    const inbox = await openSqliteInbox({ file });
    await inbox.claim(entry(["om_1"]));
    await inbox.close();
    const there = () => openPostgresMovable({ url: gateway.url, schema }, true);
    const here = (isSource: boolean) => openSqliteMovable(file, isSource);
    const moved = async (from: Movable, to: Movable) => {
      expect(await move(from, to)).toMatchObject({ pending: 1 });
      await from.close();
      await to.close();
    };
    await moved(await here(true), await there());
    await moved(await there(), await here(false));
  });

  test("keeps a journal, in which it can change nothing", async () => {
    const journal = await JournalTable.open({ url: gateway.url, schema });
    onTestFinished(() => journal.close());
    await journal.append([startedFact(1), startedFact(2)]);
    expect(await journal.forget(2, 10)).toBe(1);
    expect(await kept(journal)).toEqual([startedFact(2)]);
  });

  test("may change nothing but rows", async () => {
    const client = await connected(gateway.url);
    for (const statement of [
      "create table S.another ()",
      "create schema another_schema",
      "drop table S.inbox",
      "drop schema S. cascade",
      "truncate S.inbox",
      "alter table S.inbox add another text",
      "drop index S.inbox_pending",
      "create index on S.inbox (account)",
      "insert into S.migration (version) values (99)",
      "select setval('S.inbox_ids', 1)",
      "update S.journal set at = 0",
    ])
      await expect(
        client.query(statement.replace("S. ", `${schema} `).replace("S.", `${schema}.`)),
        statement,
      ).rejects.toMatchObject({
        code: "42501",
      });
  });

  test("is told who has to act when the schema is not there", async () => {
    await expect(openPostgresInbox({ url: gateway.url, schema: `${schema}_2` })).rejects.toMatchObject({
      code: "ERR_INBOX_DENIED",
      message: expect.stringContaining("Let the role that owns it run: feishu-dispatch-dedup inbox migrate."),
    });
  });

  test("needs the schema's grants", async () => {
    const stranger = await freshRole();
    await expect(openPostgresInbox({ url: stranger.url, schema })).rejects.toMatchObject({
      code: "ERR_INBOX_DENIED",
    });
  });
});

test("a role's name is quoted", () => {
  expect(grantsFor("feishu_dispatch", 'a "b"')[0]).toBe(
    'grant usage on schema feishu_dispatch to "a ""b""";',
  );
});

test.runIf(hasPostgres())("what is set for a role changes nothing that statements rely on", async () => {
  const { url } = await freshRole(
    `${MAY_CREATE}; alter role ROLE set default_transaction_isolation = 'serializable'; alter role ROLE set synchronous_commit = off`,
  );
  const { database } = await interposed({ url, schema: freshSchema() });
  const text =
    "select current_setting('transaction_isolation') as sees, current_setting('synchronous_commit') as waits";
  expect(await database.query({ name: "settings", text, values: [] })).toEqual([
    { sees: "read committed", waits: "on" },
  ]);
});
