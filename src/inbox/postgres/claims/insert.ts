import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { Written } from "../sessions/written.ts";
import type { Wanted } from "./wanted.ts";

interface Columns {
  readonly id: string;
  readonly owner: number | null;
  readonly epoch: string | null;
  readonly is_new: boolean;
  readonly is_free: boolean;
  readonly before: string[] | null;
  readonly horizon: string;
}

/**
 * Writes claims of which nothing is known and that share nothing with one another, in one statement; the sessions that
 * nobody has become this process's. Another process that has just written one of the identities makes all of it fail,
 * as a conflict. Identities are written in the order of their hashes, so that no two processes wait for each other.
 *
 * @param horizonOf what was visible at the last look into a session
 */
export async function insertNew(
  database: Database,
  wanted: readonly Wanted[],
  { me, horizonOf }: { readonly me: number; readonly horizonOf: (sessionKey: string) => string },
): Promise<Written[]> {
  const { schema: s } = database.settings;
  const entries = wanted.map(({ entry }) => entry);
  const hashes = wanted.flatMap((claim, n) => [...claim.hashes.values()].map((hash) => ({ hash, n })));
  hashes.sort((a, b) => Buffer.compare(a.hash, b.hash));
  const found = await database.query<Columns>({
    name: "claim",
    text: `
      with c as materialized (
        select *, nextval('${s}.inbox_ids') as id
        from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
          with ordinality as u (session_key, account, transport, ids, event, horizon, n)
      ), ses as (
        insert into ${s}.session (key, owner) select distinct session_key, $9::int from c
        where exists (select from ${s}.gateway where id = $9 and left_at is null) order by 1
        on conflict do nothing returning key, owner, epoch
      ), ide as (
        insert into ${s}.identity (hash, row)
        select i.hash, c.id from unnest($7::bytea[], $8::int[]) as i (hash, n) join c on c.n = i.n order by i.hash
      ), row as (
        insert into ${s}.inbox (id, session_key, account, transport, received_at)
        select id, session_key, account, transport, ${nowBy("$10")} from c
      ), eve as (insert into ${s}.event (row, ids, event) select id, ids, event from c)
      select c.id, coalesce(ses.owner, o.owner) as owner, coalesce(ses.epoch, o.epoch) as epoch,
        ses.key is not null as is_new, ses.key is null and o.key is not null and (g.id is null or g.left_at is not null) as is_free,
        case when coalesce(ses.owner, o.owner) = $9 then (
          select array_agg(p.id order by p.id) from ${s}.inbox p
          where p.session_key = c.session_key and p.ended_at is null and p.xid >= c.horizon::xid8
        ) end as before,
        pg_snapshot_xmin(pg_current_snapshot()) as horizon
      from c left join ses on ses.key = c.session_key left join ${s}.session o on o.key = c.session_key
        left join ${s}.gateway g on g.id = o.owner
      order by c.n`,
    values: [
      entries.map(({ sessionKey }) => sessionKey),
      entries.map(({ account }) => account),
      entries.map(({ transport }) => transport),
      wanted.map(({ names }) => JSON.stringify([...names.values()])),
      wanted.map(({ event }) => event),
      entries.map(({ sessionKey }) => horizonOf(sessionKey)),
      hashes.map(({ hash }) => hash),
      hashes.map(({ n }) => n + 1),
      me,
      clockOf(database.settings),
    ],
  });
  return found.map(({ id, owner, epoch, is_new, is_free, before, horizon }, n) => {
    const row = { id: Number(id), sessionKey: entries[n]?.sessionKey ?? "" };
    if (owner === null || is_free) return { ...row, owner: undefined };
    const earlier = (before ?? []).map(Number);
    return { ...row, owner, epoch: Number(epoch), isNew: is_new, before: earlier, horizon };
  });
}
