import type pg from "pg";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { JournalTable } from "../../../../src/gateway/journal/keep/journal-table.ts";
import { makeSchema } from "../../../../src/inbox/postgres/roles.ts";
import { describeJournal, inOrder, kept, startedFact } from "../../../support/gateway/journal-contract.ts";
import { emptySchema } from "../../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../../support/postgres/for-tests.ts";
import { superuser } from "../../../support/postgres/roles.ts";

describe.runIf(hasPostgres())("with a database", () => {
  const empty = emptySchema();

  async function place(): Promise<{ url: string; schema: string }> {
    const at = { url: await databaseUrl(), schema: await empty() };
    await makeSchema(at);
    return at;
  }

  async function open(at: { url: string; schema: string }, name: string): Promise<JournalTable> {
    const table = await JournalTable.open({ ...at, name });
    onTestFinished(() => table.close());
    return table;
  }

  describeJournal("a table", async () => {
    const at = await place();
    const reopen = () => JournalTable.open(at);
    return { store: await reopen(), reopen };
  });

  test("several gateways keep one journal, and each fact tells by whom it was noted", async () => {
    const at = await place();
    const [a, b] = [await open(at, "A"), await open(at, "B")];
    await Promise.all([
      a.append([startedFact(1, 10), startedFact(2, 30)]),
      b.append([startedFact(1, 20), startedFact(2, 40)]),
    ]);
    const all = await inOrder(a.read());
    expect(all.map((fact) => `${fact.gateway} ${fact.seq} ${fact.at}`)).toEqual([
      ...["A 1 10", "B 1 20", "A 2 30", "B 2 40"],
    ]);
    expect((await Promise.all([a.forget(35, 2), b.forget(35, 2)])).every((count) => count <= 2)).toBe(true);
    await a.forget(35, 2);
    expect(await kept(b)).toEqual([startedFact(2, 40)]);
  });

  test("facts that are given again, as the answer was lost, are not kept twice", async () => {
    const table = await open(await place(), "A");
    await table.append([startedFact(1), startedFact(2)]);
    await table.append([startedFact(1), startedFact(2), startedFact(3)]);
    expect(await kept(table)).toEqual([1, 2, 3].map((seq) => startedFact(seq)));
  });

  test("what is asked for is found by an index, so that nothing else is read", async () => {
    const at = await place();
    const client = await superuser();
    await client.query(
      `insert into ${at.schema}.journal (run, seq, gateway, at, row, session_key, fact)
       select gen_random_uuid(), n, 'B', n, n, 's' || n, '{"seq":1}' from generate_series(1, 20000) n`,
    );
    const countOf = async (work: (table: JournalTable) => Promise<void>) => {
      const before = await rowsRead(client, at.schema);
      const table = await JournalTable.open(at);
      await work(table);
      await table.close();
      // A connection tells of it when it ends.
      return vi.waitUntil(async () => (await rowsRead(client, at.schema)) - before);
    };
    for (const query of [{ row: 15_000 }, { sessionKey: "s15000" }, { since: 15_000, until: 15_001 }])
      expect(
        await countOf(async (table) => expect(await kept(table, query)).toHaveLength(1)),
        JSON.stringify(query),
      ).toBeLessThan(10);
    expect(await countOf(async (table) => expect(await table.forget(15_000, 50)).toBe(50))).toBeLessThan(110);
  });
});

/** How many rows were read of the journal, or of its indexes, up to now. */
async function rowsRead(client: pg.Client, schema: string): Promise<number> {
  const { rows } = await client.query(
    `select pg_stat_clear_snapshot(), seq_tup_read::int as whole,
       (select sum(idx_tup_read)::int from pg_stat_user_indexes i where i.relid = t.relid) as indexed
     from pg_stat_user_tables t where schemaname = $1 and relname = 'journal'`,
    [schema],
  );
  return Number(rows[0]?.whole) + Number(rows[0]?.indexed);
}
