import type { ClientBase } from "pg";
import type { CarriedRow } from "../../move/movable.ts";
import type { Columns } from "../decode.ts";

/** A row with its identities, as it is read to be carried elsewhere. */
export interface PageColumns extends Columns {
  readonly hashes: Buffer[];
}

export async function readPage(
  client: ClientBase,
  s: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<PageColumns[]> {
  const { rows } = await client.query<PageColumns>(
    `select p.*, e.ids, e.event, coalesce(h.hashes, '{}') as hashes
     from (select * from ${s}.inbox where id > $1 order by id limit $2) p
       left join ${s}.event e on e.row = p.id
       left join lateral (
         select array_agg(hash order by hash) as hashes from ${s}.identity where row = p.id
       ) h on true
     order by p.id`,
    [after, limit],
  );
  return rows;
}

/**
 * Sets so many numbers of rows aside, for which a role need not be able to set the sequence.
 *
 * @returns the number before the first of them
 */
export async function reserveIds(client: ClientBase, s: string, count: number): Promise<number> {
  const { rows } = await client.query(`select nextval('${s}.inbox_ids') as first`);
  await client.query(`select max(nextval('${s}.inbox_ids')) from generate_series(2, $1::bigint)`, [count]);
  return Number(rows[0]?.first) - 1;
}

/** @returns false when some of the identities are known: nothing of it may stay */
export async function insertPage(
  client: ClientBase,
  s: string,
  { page, offset }: { readonly page: readonly CarriedRow[]; readonly offset: number },
): Promise<boolean> {
  const column = <T>(of: (row: CarriedRow) => T) => page.map(of);
  await client.query(
    `insert into ${s}.inbox (id, session_key, account, transport, received_at, attempts, retry_at, ended_at, outcome, error)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::bigint[],
       $8::bigint[], $9::text[], $10::text[])`,
    [
      column(({ id }) => id + offset),
      column(({ sessionKey }) => sessionKey),
      column(({ account }) => account),
      column(({ transport }) => transport),
      column(({ receivedAt }) => receivedAt),
      column(({ attempts }) => attempts),
      column(({ retryAt }) => retryAt),
      column(({ endedAt }) => endedAt),
      column(({ outcome }) => outcome),
      column(({ error }) => error),
    ],
  );
  const open = page.filter(({ ids }) => ids !== null);
  await client.query(
    `insert into ${s}.event (row, ids, event) select * from unnest($1::bigint[], $2::text[], $3::text[])`,
    [open.map(({ id }) => id + offset), open.map(({ ids }) => ids), open.map(({ event }) => event)],
  );
  const known = page.flatMap(({ id, hashes }) => hashes.map((hash) => ({ hash: Buffer.from(hash), id })));
  const { rowCount } = await client.query(
    `insert into ${s}.identity (hash, row) select * from unnest($1::bytea[], $2::bigint[]) on conflict do nothing`,
    [known.map(({ hash }) => hash), known.map(({ id }) => id + offset)],
  );
  return rowCount === known.length;
}
