import { describe, expect, test } from "vitest";
import { stepOf, writeStep } from "../../../src/inbox/postgres/turns/write-step.ts";
import { type RowWrite, type TurnWrite, writeTurns } from "../../../src/inbox/postgres/turns/write-turns.ts";
import { interposed } from "../../support/inbox/interposed.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";
import { superuser } from "../../support/postgres/roles.ts";

const start: TurnWrite = { kind: "start" };
const done: TurnWrite = { kind: "done", word: "completed" };
const row = (id: number, write: TurnWrite, more: Partial<RowWrite> = {}): RowWrite => {
  return { id, sessionKey: "k", epoch: 7, write, ...more };
};

describe.runIf(hasPostgres())("a step", () => {
  const empty = emptySchema();

  /** Writes to rows 1 to 4, of which 4 has ended, and tells what has become of them. */
  async function after(rows: readonly RowWrite[], how: "step" | "batch") {
    const url = await databaseUrl();
    const { database, me } = await interposed({ url, schema: await empty(), now: () => 99 });
    const { schema: s } = database.settings;
    const client = await superuser();
    await client.query(
      `insert into ${s}.session (key, owner, epoch) values ('k', ${me}, 7);
       insert into ${s}.inbox (session_key, account, transport, received_at, attempts, retry_at, error, ended_at, outcome)
       select 'k', 'default', 'webhook', n, n, n, 'before', case when n = 4 then 4 end, case when n = 4 then 'completed' end
       from generate_series(1, 4) n;
       insert into ${s}.event (row, ids, event) select n, '[]', '{}' from generate_series(1, 4) n`,
    );
    const it = stepOf(rows);
    if (!it) throw new Error("this is no step");
    const written =
      how === "step"
        ? await writeStep(database, it)
        : await writeTurns(database, rows, { me, isPatient: false });
    const found = await client.query(
      `select id, attempts, retry_at, ended_at, outcome, error, e.row as event
       from ${s}.inbox i left join ${s}.event e on e.row = i.id order by id`,
    );
    return { written, rows: found.rows };
  }

  test.each([
    ["a start", [row(1, start)], [[1, 2]]],
    ["an end", [row(1, done)], [[1, 1]]],
    ["an end without an answer", [row(1, { kind: "done", word: "stopped" })], [[1, 1]]],
    [
      "an end, and the start of the next turn",
      [row(1, done), row(2, start)],
      [
        [1, 1],
        [2, 3],
      ],
    ],
    ["a start of what has ended", [row(4, start)], []],
    ["an end of what has ended, and a start", [row(4, done), row(2, start)], [[2, 3]]],
    ["by another hold", [row(1, start, { epoch: 8 })], []],
  ])("does to rows what a batch does: %s", async (_, rows, written) => {
    const step = await after(rows, "step");
    expect([...step.written].sort()).toEqual(written);
    expect(step).toEqual(await after(rows, "batch"));
  });

  test.each([
    ["two starts", [row(1, start), row(2, start)]],
    ["two ends", [row(1, done), row(2, done)]],
    ["more", [row(1, done), row(2, start), row(3, start)]],
    ["a failure", [row(1, { kind: "dead", word: "no" })]],
    ["another attempt", [row(1, { kind: "later", word: "no", retryAt: 1 })]],
    ["two sessions", [row(1, done), row(2, start, { sessionKey: "other" })]],
    ["two holds", [row(1, done), row(2, start, { epoch: 8 })]],
    ["a session that is not known", [row(1, start, { sessionKey: undefined })]],
    ["a hold that is not known", [row(1, start, { epoch: undefined })]],
    ["nothing", []],
  ])("is not %s", (_, rows) => {
    expect(stepOf(rows)).toBeUndefined();
  });
});
