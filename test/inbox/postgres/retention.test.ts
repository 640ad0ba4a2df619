import { describe, expect, test } from "vitest";
import { forget } from "../../../src/inbox/postgres/retention.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

describe.runIf(hasPostgres())("what has ended long ago", () => {
  const empty = emptySchema();

  test("is looked for by an index, so that nothing else that is remembered is read", async () => {
    const { database } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema } = database.settings;
    const client = await superuser();
    await client.query(
      `insert into ${schema}.inbox (session_key, account, transport, received_at, ended_at, outcome)
       select 's', 'default', 'webhook', 1, case when n <= 7 then 1 else 1e14 end, 'completed'
       from generate_series(1, 5000) n`,
    );
    const plan: string[] = [];
    database.interpose = async ({ text, values }, send) => {
      await client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off; begin");
      await client.query(`prepare old (bigint, bigint) as ${text}`);
      const [clock, ttl] = values;
      const { rows } = await client.query(`explain (analyze, costs off) execute old (${clock}, ${ttl})`);
      await client.query("rollback");
      plan.push(...rows.map((row) => String(row["QUERY PLAN"])));
      return send();
    };
    await forget(database);
    expect(plan.join("\n")).toContain("Index Cond: (ended_at <=");
    expect(plan.join("\n")).not.toContain("Rows Removed by Filter");
    const { rows } = await client.query(`select count(*)::int as n from ${schema}.inbox`);
    expect(rows).toEqual([{ n: 4993 }]);
  });
});
