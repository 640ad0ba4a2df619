import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import pg from "pg";

/** Turns a second of a loop that updates one row and commits, and does nothing else: what the disk allows. */
export async function bareLoop(url: string, count: number): Promise<number> {
  const client = await connected(url);
  await client.query("create table if not exists bare (id int primary key, n int not null)");
  await client.query("insert into bare values (1, 0) on conflict do nothing");
  const begun = performance.now();
  for (let n = 0; n < count; n += 1)
    await client.query({ name: "bare", text: "update bare set n = n + 1 where id = $1", values: [1] });
  const perSecond = (count / (performance.now() - begun)) * 1000;
  await client.end();
  return perSecond;
}

interface Worker {
  readonly events: { on(event: "job:complete", listener: () => void): void };
  stop(): Promise<void>;
}

/** Turns a second of graphile-worker, with one queue for each session, from a backlog. */
export async function graphileDrain(url: string, sessions: number, count: number): Promise<number> {
  const require = createRequire(fileURLToPath(new URL("../../../tools/peers/", import.meta.url)));
  const { run, runMigrations } = require("graphile-worker");
  // With one queue more workers only get in each other's way.
  const concurrency = Math.min(10, sessions);
  const options = { connectionString: url, noHandleSignals: true, concurrency, pollInterval: 100 };
  const quiet = new (require("graphile-worker").Logger)(() => () => {});
  await runMigrations({ ...options, logger: quiet });
  const client = await connected(url);
  const task = `turn-${randomUUID()}`;
  const jobs = Array.from({ length: count }, (_, n) => ({
    identifier: task,
    queueName: `s${n % sessions}`,
    payload: { text: "x".repeat(1000) },
  }));
  await client.query(
    "select graphile_worker.add_jobs(array(select json_populate_recordset(null::graphile_worker.job_spec, $1::json)))",
    [
      JSON.stringify(
        jobs.map(({ identifier, queueName, payload }) => ({ identifier, queue_name: queueName, payload })),
      ),
    ],
  );
  await client.end();
  let done = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = performance.now();
  const worker: Worker = await run({ ...options, logger: quiet, taskList: { [task]: async () => {} } });
  worker.events.on("job:complete", () => {
    done += 1;
    if (done === count) resolve();
  });
  await promise;
  const perSecond = (count / (performance.now() - begun)) * 1000;
  await worker.stop();
  return perSecond;
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}
