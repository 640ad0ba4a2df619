import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** Commits of an update of one row, and of nothing else. */
export interface BareCommits {
  commit(): Promise<unknown>;
  end(): Promise<void>;
}

export async function bareCommits(url: string): Promise<BareCommits> {
  const client = await connected(url);
  await client.query("create table if not exists bare (id int primary key, n int not null)");
  await client.query("insert into bare values (1, 0) on conflict do nothing");
  const statement = { name: "bare", text: "update bare set n = n + 1 where id = $1", values: [1] };
  return { commit: () => client.query(statement), end: () => client.end() };
}

/** Turns a second of a loop that updates one row and commits, and does nothing else: what the disk allows. */
export async function bareLoop(url: string, count: number): Promise<number> {
  const bare = await bareCommits(url);
  const begun = performance.now();
  for (let n = 0; n < count; n += 1) await bare.commit();
  const perSecond = (count / (performance.now() - begun)) * 1000;
  await bare.end();
  return perSecond;
}

interface Helpers {
  query<Row>(text: string, values: unknown[]): Promise<{ readonly rows: Row[] }>;
}

const START = `update keyed set attempts = attempts + 1
  where id = (select id from keyed where session = $1 and done_at is null order by id limit 1) returning id, payload`;
const DONE = "update keyed set done_at = now() where id = $1";

/**
 * Turns a second of graphile-worker at its best for sessions: rows in a table of their own, and one job for each
 * session, by its `job_key`, that runs them one after the other. (With one queue for each session, and one job for each
 * turn, it runs a few turns of a session a second.) As in ours an attempt is written before it runs, and its end after.
 * Nothing fences a worker that was paused.
 */
export async function graphileDrain(url: string, sessions: number, count: number): Promise<number> {
  const require = createRequire(fileURLToPath(new URL("../../../tools/peers/", import.meta.url)));
  const { Logger, run, runMigrations } = require("graphile-worker");
  const logger = new Logger(() => () => {});
  const concurrency = Math.min(10, sessions);
  const options = { connectionString: url, noHandleSignals: true, concurrency, logger };
  await runMigrations(options);
  await fillKeyed(url, sessions, count);
  let done = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const drain = async ({ session }: { session: string }, { query }: Helpers) => {
    for (;;) {
      const [row] = (await query<{ id: string }>(START, [session])).rows;
      if (!row) return;
      await query(DONE, [row.id]);
      done += 1;
      if (done === count) resolve();
    }
  };
  const begun = performance.now();
  const worker: { stop(): Promise<void> } = await run({ ...options, taskList: { drain } });
  await promise;
  const perSecond = (count / (performance.now() - begun)) * 1000;
  await worker.stop();
  return perSecond;
}

async function fillKeyed(url: string, sessions: number, count: number): Promise<void> {
  const client = await connected(url);
  await client.query(`
    drop table if exists keyed;
    create table keyed (id bigint primary key, session text not null, payload json not null,
      attempts int not null default 0, done_at timestamptz);
    create index on keyed (session, id) where done_at is null`);
  await client.query(
    "insert into keyed (id, session, payload) select n, 's' || n % $1::int, json_build_object('text', repeat('x', 1000)) from generate_series(1, $2) n",
    [sessions, count],
  );
  await client.query(
    `select graphile_worker.add_job('drain', json_build_object('session', 's' || n), job_key := 's' || n)
     from generate_series(0, $1::int - 1) n`,
    [sessions],
  );
  await client.end();
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}
