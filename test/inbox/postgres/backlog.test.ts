import { describe, expect, test } from "vitest";
import { insertNew } from "../../../src/inbox/postgres/claims/insert.ts";
import { toWanted } from "../../../src/inbox/postgres/claims/wanted.ts";
import { findRows } from "../../../src/inbox/postgres/sessions/find-rows.ts";
import { writeStep } from "../../../src/inbox/postgres/turns/write-step.ts";
import { writeTurns } from "../../../src/inbox/postgres/turns/write-turns.ts";
import { entry } from "../../support/inbox/contract/bed.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

/** How the database runs a statement whose plan it has made for any values, as lines of text. */
async function planOf(text: string, values: readonly unknown[]): Promise<string[]> {
  const client = await superuser();
  await client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off; begin");
  await client.query(`prepare it as ${text}`);
  const literals = values.map((value) => (value === null ? "null" : `'${toLiteral(value)}'`)).join();
  const { rows } = await client.query(`explain (analyze, costs off) execute it (${literals})`);
  await client.query("rollback; deallocate it");
  return rows.map((row) => String(row["QUERY PLAN"]));
}

function toLiteral(value: unknown): string {
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString("hex")}"`;
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value)
    ? `{${value.map((one) => (one === null ? "null" : toLiteral(one))).join()}}`
    : String(value);
}

describe.runIf(hasPostgres())("a backlog", () => {
  const empty = emptySchema();

  async function gateway(hasStatistics: boolean) {
    const { database, me } = await interposed({ url: await databaseUrl(), schema: await empty() });
    const { schema } = database.settings;
    const client = await superuser();
    const insert = (count: number, ended: string) =>
      client.query(
        `insert into ${schema}.inbox (session_key, account, transport, received_at, ended_at, outcome)
         select 's' || n, 'default', 'webhook', 1, ${ended} from generate_series(1, ${count}) n`,
      );
    await insert(5000, "1, 'completed'");
    if (hasStatistics) await client.query(`analyze ${schema}.inbox`);
    await insert(2000, "null, null");
    await client.query(
      `insert into ${schema}.session (key, owner) select 's' || n, ${me} from generate_series(1, 2000) n`,
    );
    const plan: string[] = [];
    database.interpose = async ({ text, values }, send) => {
      plan.push(...(await planOf(text, values)));
      return send();
    };
    return { database, me, plan };
  }

  /** No step of it has read more rows than that. */
  function expectToRead(plan: readonly string[], most: number): void {
    const read = plan.flatMap((line) => /actual .*rows=([\d.]+)/.exec(line)?.[1] ?? []).map(Number);
    expect(read.length).toBeGreaterThan(5);
    expect(Math.max(...read), plan.join("\n")).toBeLessThanOrEqual(most);
    expect(plan.join("\n")).not.toMatch(/Rows Removed by Filter: \d\d/);
  }

  const statistics = [
    ["before statistics are there", false],
    ["after", true],
  ] as const;

  test.each(statistics)("is not read for each turn, %s", async (_, hasStatistics) => {
    const { database, me, plan } = await gateway(hasStatistics);
    const rows = [
      { id: 5003, epoch: undefined, write: { kind: "start" } },
      { id: 5004, epoch: undefined, write: { kind: "done", word: "completed" } },
    ] as const;
    const written = await writeTurns(database, rows, { me, isPatient: false });
    expect([...written.entries()].toSorted()).toEqual([
      [5003, 1],
      [5004, 0],
    ]);
    expectToRead(plan, 2);
  });

  test.each(statistics)("is not read for a step, %s", async (_, hasStatistics) => {
    const { database, plan } = await gateway(hasStatistics);
    const client = await superuser();
    const { rows } = await client.query(
      `select epoch::int from ${database.settings.schema}.session where key = 's3'`,
    );
    const step = { sessionKey: "s3", epoch: rows[0]?.epoch, start: 5003, done: null, word: null };
    const written = await writeStep(database, step);
    expect([...written]).toEqual([[5003, 1]]);
    expectToRead(plan, 2);
  });

  test.each(statistics)("is not read for each session that is looked into, %s", async (_, hasStatistics) => {
    const { database, plan } = await gateway(hasStatistics);
    const looks = ["s3", "s4"].map((key) => ({ key, horizon: "0" }));
    const { value } = await findRows(database, looks, () => false).next();
    expect(Object(value).map(({ id }: { id: number }) => id)).toEqual([5003, 5004]);
    expectToRead(plan, 2);
  });

  test("is read once for all sessions that are looked into", async () => {
    const { database, plan } = await gateway(false);
    const client = await superuser();
    const { schema } = database.settings;
    await client.query(
      `truncate ${schema}.inbox;
       insert into ${schema}.inbox (session_key, account, transport, received_at)
       select 's' || n % 50, 'default', 'webhook', 1 from generate_series(1, 5000) n`,
    );
    const looks = Array.from({ length: 50 }, (_, n) => ({ key: `s${n}`, horizon: "0" }));
    await findRows(database, looks, () => false).next();
    expect(plan.join("\n")).toContain("rows=5000");
    expect(plan.join("\n")).not.toContain("Removed");
  });

  test.each(statistics)("is not read for each claim, %s", async (_, hasStatistics) => {
    const { database, me, plan } = await gateway(hasStatistics);
    const wanted = ["m1", "m2"].map((id) =>
      toWanted(entry([id], { sessionKey: id }), "{}", { resolve: () => {}, reject: () => {} }),
    );
    const { written } = await insertNew(database, wanted, { me, horizonOf: () => "0" });
    expect(written.map(({ id }) => id)).toEqual([7003, 7004]);
    expectToRead(plan, 2);
  });

  test("is read once, and not for each of the claims that are written together in its session", async () => {
    const { database, me } = await gateway(false);
    const claims = (names: string[]) =>
      insertNew(
        database,
        names.map((id) =>
          toWanted(entry([id], { sessionKey: "s" }), "{}", { resolve: () => {}, reject: () => {} }),
        ),
        { me, horizonOf: () => "0" },
      );
    await claims(["m1", "m2"]);
    const { written } = await claims(["m3", "m4", "m5"]);
    expect(written.map((row) => "before" in row && row.before.length)).toEqual([2, 0, 0]);
  });
});
