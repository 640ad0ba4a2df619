import { statSync } from "node:fs";
import pg from "pg";

/** How large an inbox is on the disk, in bytes. */
export interface Sizes {
  readonly at: number;
  readonly inbox: number;
  /** What is written ahead of it. */
  readonly wal: number;
}

/** Of a file of SQLite's. */
export function sizesOfFile(file: string): Sizes {
  const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return { at: Date.now(), inbox: sizeOf(file), wal: sizeOf(`${file}-wal`) };
}

/** Of a database, with its indexes. */
export async function sizesOfDatabase(url: string): Promise<Sizes> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(`
    select (select sum(pg_total_relation_size(c.oid))::float8 from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'feishu_dispatch' and c.relkind = 'r') as inbox,
      (select sum(size)::float8 from pg_ls_waldir()) as wal`);
  await client.end();
  return { at: Date.now(), inbox: rows[0]?.inbox ?? 0, wal: rows[0]?.wal ?? 0 };
}
