import { describe, expect, test } from "vitest";
import type { Database } from "../../../src/inbox/postgres/database/database.ts";
import { release, releaseIdle } from "../../../src/inbox/postgres/sessions/statements.ts";
import { stepOf, writeStep } from "../../../src/inbox/postgres/turns/write-step.ts";
import { type RowWrite, writeTurns } from "../../../src/inbox/postgres/turns/write-turns.ts";
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

  type Write = (database: Database, row: RowWrite, me: number) => Promise<Map<number, number>>;
  const batch = (isPatient: boolean): Write => {
    return (database, row, me) => writeTurns(database, [row], { me, isPatient });
  };
  const step: Write = async (database, row) => {
    const it = stepOf([{ ...row, sessionKey: "k" }]);
    if (!it) throw new Error("this is no step");
    return writeStep(database, it);
  };

  test.each([
    ["in a batch", false, batch(false)],
    ["in a batch that waits", true, batch(true)],
    ["in a step", false, step],
  ])("writes nothing while that is just being committed: %s", async (_, isPatient, write) => {
    for (const kind of [start, { kind: "done", word: "completed" }] as const) {
      const { database, client, me, old, take } = await taken();
      await client.query("begin");
      await take();
      const writing = write(database, { id: 1, epoch: old, write: kind }, me);
      if (!isPatient) expect(await writing).toEqual(new Map());
      await client.query("commit");
      expect(await writing).toEqual(new Map());
      expect(await write(database, { id: 1, epoch: old, write: kind }, me)).toEqual(new Map());
    }
  });

  test("writes no row of another session by its epoch", async () => {
    const { database, me, old, client, s } = await taken();
    await client.query(`update ${s}.inbox set session_key = 'other'`);
    const row = { id: 1, epoch: old, sessionKey: "k", write: start };
    expect(await writeTurns(database, [row], { me, isPatient: false })).toEqual(new Map());
    expect(await step(database, row, me)).toEqual(new Map());
  });

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
