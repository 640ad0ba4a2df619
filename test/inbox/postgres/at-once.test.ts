import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { databaseUrl, freshSchema, hasPostgres } from "../../support/postgres/for-tests.ts";

test.runIf(hasPostgres())(
  "gateways that start at once on a fresh database make its tables once",
  async () => {
    const [url, schema] = [await databaseUrl(), freshSchema()];
    const client = new pg.Client(url);
    await client.connect();
    onTestFinished(() => client.end());
    // All have looked, and wait for one another, before any of them goes on.
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtext('feishu-dispatch-dedup'), hashtext($1))", [
      schema,
    ]);
    const opening = Promise.all(["a", "b", "c"].map((name) => openPostgresInbox({ url, schema, name })));
    opening.catch(() => {});
    const waiting = "select count(*)::int as n from pg_locks where objid = hashtext($1)::oid and not granted";
    await expect.poll(async () => (await client.query(waiting, [schema])).rows[0]?.n).toBe(3);
    await client.query("commit");
    const inboxes = await opening;
    expect(await inboxes[0]?.stats()).toMatchObject({ pending: 0 });
    await Promise.all(inboxes.map((inbox) => inbox.close()));
  },
);
