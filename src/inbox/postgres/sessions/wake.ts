import type { Database } from "../database/database.ts";

/** PostgreSQL takes payloads of less than 8000 bytes. */
const MOST_IDS = 400;

/** A notification that a crash may lose anyway does not wait for the disk at its commit. */
const NO_WAIT = "set_config('synchronous_commit', 'off', true)";

/** A row, and the process that is to run it, if there is one. */
export interface ForWhom {
  readonly id: number;
  readonly owner: number | undefined;
}

/** The channel of one process. */
export function channelOf(schema: string, gateway: number): string {
  return `${schema}_${gateway}`;
}

/** The channel of all. */
export function channelOfAll(schema: string): string {
  return `${schema}_all`;
}

/**
 * Tells processes of rows that they are to run. It only wakes them: what is lost on the way they find by themselves. Not
 * in the transaction that wrote the rows, since notifying takes a lock that all transactions of a server share.
 */
export async function wake(database: Database, rows: readonly ForWhom[]): Promise<void> {
  const channels: string[] = [];
  const payloads: string[] = [];
  for (const [owner, its] of Map.groupBy(rows, (row) => row.owner)) {
    if (owner === undefined) continue;
    const ids = its.map(({ id }) => id);
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      channels.push(channelOf(database.settings.schema, owner));
      payloads.push(ids.slice(at, at + MOST_IDS).join());
    }
  }
  if (channels.length === 0) return;
  await database.query({
    name: "wake",
    text: `select ${NO_WAIT}, pg_notify(c, p) from unnest($1::text[], $2::text[]) as u (c, p)`,
    values: [channels, payloads],
  });
}

/** Tells all processes that sessions are free. */
export async function wakeAll(database: Database): Promise<void> {
  await database.query({
    name: "wake-all",
    text: `select ${NO_WAIT}, pg_notify($1, '')`,
    values: [channelOfAll(database.settings.schema)],
  });
}
