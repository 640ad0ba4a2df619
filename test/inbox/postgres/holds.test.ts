import { describe, expect, test } from "vitest";
import { release, releaseIdle } from "../../../src/inbox/postgres/sessions/statements.ts";
import { writeTurns } from "../../../src/inbox/postgres/turns/write-turns.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

const start = { kind: "start" } as const;

describe.runIf(hasPostgres())("a hold of a session that another gateway has taken", () => {
  const empty = emptySchema();

  /** A session with a row that waits; this process had it by the epoch before the one that it has now. */
  async function taken() {
    const { database, me } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema: s } = database.settings;
    const client = await superuser();
    const { rows } = await client.query(
      `insert into ${s}.session (key, owner) values ('k', ${me}), ('other', ${me}) returning epoch::int as epoch`,
    );
    await client.query(
      `insert into ${s}.inbox (session_key, account, transport, received_at)
       values ('k', 'default', 'webhook', 1)`,
    );
    const old = Number(rows[0]?.epoch);
    const take = () =>
      client.query(
        `update ${s}.session set owner = ${me} + 1, epoch = nextval('${s}.epochs') where key = 'k'`,
      );
    const keys = async () => {
      const { rows: found } = await client.query(`select key from ${s}.session order by key`);
      return found.map(({ key }) => key);
    };
    return { database, client, me, old, s, take, keys };
  }

  test.each([false, true])(
    "writes nothing while that is just being committed (patient: %s)",
    async (isPatient) => {
      const { database, client, me, old, take } = await taken();
      const write = () => writeTurns(database, [{ id: 1, epoch: old, write: start }], { me, isPatient });
      await client.query("begin");
      await take();
      const writing = write();
      if (!isPatient) expect(await writing).toEqual(new Map());
      await client.query("commit");
      expect(await writing).toEqual(new Map());
    },
  );

  test("writes nothing without its epoch either, when that is known of no hold", async () => {
    const { database, me, take } = await taken();
    const write = () =>
      writeTurns(database, [{ id: 1, epoch: undefined, write: start }], { me, isPatient: true });
    expect(await write()).toEqual(new Map([[1, 1]]));
    await take();
    expect(await write()).toEqual(new Map());
  });

  test.each([
    ["idle", releaseIdle],
    ["not idle", release],
  ])("lets nothing go that it does not have any more: %s", async (_, letGo) => {
    const { database, client, s, old, take, keys } = await taken();
    await client.query(`update ${s}.inbox set ended_at = 1, outcome = 'completed'`);
    await take();
    await letGo(database, [{ key: "k", epoch: old }]);
    expect(await keys()).toEqual(["k", "other"]);
  });

  test("is let go as idle only while nothing waits in it", async () => {
    const { database, client, s, old, keys } = await taken();
    const hold = { key: "k", epoch: old };
    await releaseIdle(database, [hold]);
    expect(await keys()).toEqual(["k", "other"]);
    await client.query(`update ${s}.inbox set ended_at = 1, outcome = 'completed'`);
    await releaseIdle(database, [hold]);
    expect(await keys()).toEqual(["other"]);
  });
});
