import { describe, expect, test } from "vitest";
import { beat, giveUp, others, tryLock } from "../../../src/inbox/postgres/membership/statements.ts";
import { acquire } from "../../../src/inbox/postgres/sessions/statements.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

describe.runIf(hasPostgres())("the sessions of a gateway that has gone", () => {
  const empty = emptySchema();

  test("are taken once, also by one whose look is older than another's taking", async () => {
    const { database, me } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema: s } = database.settings;
    const client = await superuser();
    const { rows } = await client.query<{ id: number }>(
      `insert into ${s}.gateway (name, lease_ms, left_at) values ('gone', 1, now()), ('other', 60000, null) returning id`,
    );
    const [gone = 0, other = 0] = rows.map(({ id }) => id);
    await client.query(`insert into ${s}.session (key, owner) values ('k', $1)`, [gone]);
    // This one has looked, and has to wait before it takes anything.
    await client.query("begin");
    await client.query(`insert into ${s}.session (key, owner) values ('a', $1)`, [other]);
    const late = acquire(database, me, ["a", "k"]);
    const waiting = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query like '%${s}.session%'`;
    const watcher = await superuser();
    await expect.poll(async () => (await watcher.query(waiting)).rows[0]?.n).toBe(1);
    const [taken] = await acquire(database, other, ["k"]);
    await client.query("commit");
    await late;
    const held = await client.query(`select owner, epoch::int from ${s}.session where key = 'k'`);
    expect(taken?.owner).toBe(other);
    expect(held.rows).toEqual([{ owner: other, epoch: taken?.epoch }]);
  });

  test("are not taken by one that was given up itself, and does not know yet", async () => {
    const { database, me } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema: s } = database.settings;
    const client = await superuser();
    const { rows } = await client.query<{ id: number }>(
      `insert into ${s}.gateway (name, lease_ms, left_at) values ('gone', 1, now()) returning id`,
    );
    const gone = rows[0]?.id ?? 0;
    await client.query(`insert into ${s}.session (key, owner) values ('k', $1)`, [gone]);
    await client.query(`update ${s}.gateway set left_at = now() where id = $1`, [me]);
    const holders = await acquire(database, me, ["k", "new"]);
    expect(holders.map(({ key, owner }) => [key, owner])).toEqual([["k", gone]]);
    const { rows: held } = await client.query(`select key, owner from ${s}.session`);
    expect(held).toEqual([{ key: "k", owner: gone }]);
  });

  test("a gateway is given up when its lock is free, and nothing was heard of it since it was looked at", async () => {
    const { database } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema: s } = database.settings;
    const [client, its] = [await superuser(), await superuser()];
    const { rows } = await client.query<{ id: number }>(
      `insert into ${s}.gateway (name, lease_ms, heartbeat_at) values ('late', 1, now() - interval '1 minute') returning id`,
    );
    const id = rows[0]?.id ?? 0;
    const [other] = await others(client, s, 0).then((all) => all.filter((it) => it.id === id));
    if (!other) throw new Error("it is not seen");
    expect(await tryLock(its, s, id)).toBe(true);
    expect(await giveUp(client, s, other)).toBe(false);
    await its.query("select pg_advisory_unlock_all()");
    expect(await giveUp(client, s, { ...other, heartbeat: "another" })).toBe(false);
    expect(await giveUp(client, s, other)).toBe(true);
    expect(await beat(its, s, id)).toBe(false);
  });
});
