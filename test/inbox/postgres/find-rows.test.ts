import { describe, expect, test } from "vitest";
import { findRows } from "../../../src/inbox/postgres/sessions/find-rows.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

describe.runIf(hasPostgres())("a look into sessions in which much waits", () => {
  const empty = emptySchema();

  /** Rows 1 to `count` of sessions s0 and s1 in turns, of which every tenth has ended. */
  async function backlog(count: number) {
    const { database } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema: s } = database.settings;
    const client = await superuser();
    await client.query(
      `insert into ${s}.inbox (id, session_key, account, transport, received_at, ended_at, outcome)
       select n, 's' || n % 2, 'default', 'webhook', n, case when n % 10 = 0 then 1 end, case when n % 10 = 0 then 'completed' end
       from generate_series(1, ${count}) n;
       insert into ${s}.event (row, ids, event) select n, '["i' || n || '"]', '{"n":' || n || '}' from generate_series(1, ${count}) n`,
    );
    const asked: string[] = [];
    database.interpose = async ({ name, values }, send) => {
      asked.push(name === "read-waiting" ? `${name} ${Object(values[0]).length}` : name);
      return send();
    };
    const waiting = Array.from({ length: count }, (_, n) => n + 1).filter((n) => n % 10 > 0);
    return { database, client, s, asked, waiting };
  }

  const looks = ["s0", "s1"].map((key) => ({ key, horizon: "0" }));

  async function ids(rows: ReturnType<typeof findRows>): Promise<number[]> {
    const found: number[] = [];
    for await (const items of rows)
      for (const { id, ids: names, event } of items) {
        expect([names, event]).toEqual([[`i${id}`], { n: id }]);
        found.push(id);
      }
    return found;
  }

  test("finds all of it in order, a hundred at a time", async () => {
    const { database, asked, waiting } = await backlog(2000);
    expect(await ids(findRows(database, looks, () => false))).toEqual(waiting);
    expect(asked).toEqual(["look-into", ...Array.from({ length: 16 }, () => "read-waiting 100")]);
  });

  test("reads nothing whole that is known by then, or has ended", async () => {
    const { database, client, s, asked, waiting } = await backlog(1000);
    const known = new Set<number>();
    const rows = findRows(database, looks, (id) => known.has(id));
    await rows.next();
    for (const id of waiting.slice(0, 800)) known.add(id);
    await client.query(`update ${s}.inbox set ended_at = 1, outcome = 'completed' where id = 999`);
    expect(await ids(rows)).toEqual(waiting.slice(800).filter((id) => id !== 999));
    expect(asked).toEqual(["look-into", "read-waiting 100"]);
  });

  test("asks once where little waits", async () => {
    const { database, asked, waiting } = await backlog(50);
    expect(await ids(findRows(database, looks, () => false))).toEqual(waiting);
    expect(asked).toEqual(["look-into"]);
  });

  test("finds more than it can tell at once, and nothing that was not visible when it began", async () => {
    const { database, client, s, asked } = await backlog(50_000);
    const rows = findRows(database, looks, (id) => id < 44_990);
    await rows.next();
    await client.query(
      `insert into ${s}.inbox (id, session_key, account, transport, received_at) values (50001, 's0', 'default', 'webhook', 1)`,
    );
    const found = await ids(rows);
    expect(found.filter((id) => id >= 44_990)).toEqual(
      Array.from({ length: 5010 }, (_, n) => 44_990 + n).filter((n) => n % 10 > 0),
    );
    expect(asked.filter((name) => name === "look-into")).toHaveLength(3);
  });
});
