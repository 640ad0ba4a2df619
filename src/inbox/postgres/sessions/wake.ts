import type { Database } from "../database/database.ts";

/** PostgreSQL takes payloads of less than 8000 bytes. */
const MOST_IDS = 400;

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
export async function wake(database: Database, rows: ReadonlyMap<number, readonly number[]>): Promise<void> {
  const channels: string[] = [];
  const payloads: string[] = [];
  for (const [owner, ids] of rows) {
    for (let at = 0; at < ids.length; at += MOST_IDS) {
      channels.push(channelOf(database.settings.schema, owner));
      payloads.push(ids.slice(at, at + MOST_IDS).join());
    }
  }
  await database.query({
    name: "wake",
    text: "select pg_notify(c, p) from unnest($1::text[], $2::text[]) as u (c, p)",
    values: [channels, payloads],
  });
}

/** Tells all processes that sessions are free. */
export async function wakeAll(database: Database): Promise<void> {
  await database.query({
    name: "wake-all",
    text: "select pg_notify($1, '')",
    values: [channelOfAll(database.settings.schema)],
  });
}
