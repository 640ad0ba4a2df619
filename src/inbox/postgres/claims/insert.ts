import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import type { LinkedColumns } from "../decode.ts";
import type { Written } from "../sessions/written.ts";
import { waits } from "../waits.ts";
import { type Known, linkedColumns } from "./known.ts";
import type { Wanted } from "./wanted.ts";

/** Claims that were written, in order, and what is known of the others. */
export interface Inserted {
  readonly written: readonly Written[];
  readonly known: Known;
}

interface New {
  readonly hash: null;
  /** Which of the claims it is, from 1. */
  readonly n: string;
  readonly new_id: string;
  readonly owner: number | null;
  readonly epoch: string | null;
  readonly is_new: boolean;
  readonly is_free: boolean;
  readonly before: string[] | null;
  readonly horizon: string;
}

/** An identity that somebody has: its claim was not written. */
type Refused = { readonly hash: Buffer } & (LinkedColumns | { readonly id: null });

/**
 * Writes those claims of which nothing is known, in one statement; the sessions that nobody has become this process's.
 * The claims share nothing with one another. Another process that is just writing one of their identities makes all of
 * it fail, as a conflict. Identities are written in the order of their hashes, so that no two processes wait for each
 * other.
 *
 * @param horizonOf what was visible at the last look into a session
 */
export async function insertNew(
  database: Database,
  wanted: readonly Wanted[],
  { me, horizonOf }: { readonly me: number; readonly horizonOf: (sessionKey: string) => string },
): Promise<Inserted> {
  const { schema: s, settledTtlMs } = database.settings;
  const entries = wanted.map(({ entry }) => entry);
  const hashes = wanted.flatMap((claim, n) => [...claim.hashes.values()].map((hash) => ({ hash, n })));
  hashes.sort((a, b) => Buffer.compare(a.hash, b.hash));
  const found = await database.query<New | Refused>({
    name: "claim",
    text: `
      with u as materialized (
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
          with ordinality as u (session_key, account, transport, ids, event, horizon, n)
      ), h as materialized (
        select * from unnest($7::bytea[], $8::int[]) as h (hash, n)
      ), known as materialized (
        select h.n, h.hash, ${linkedColumns("$10", "$11")}
        from h join ${s}.identity i using (hash) left join ${s}.inbox r on r.id = i.row
      ), c as materialized (
        select *, nextval('${s}.inbox_ids') as id
        from (select * from u where n not in (select n from known) order by n) fresh
      ), ses as (
        insert into ${s}.session (key, owner) select distinct session_key, $9::int from c
        where exists (select from ${s}.gateway where id = $9 and left_at is null) order by 1
        on conflict do nothing returning key, owner, epoch
      ), ide as (
        insert into ${s}.identity (hash, row) select h.hash, c.id from h join c using (n) order by h.hash
      ), row as (
        insert into ${s}.inbox (id, session_key, account, transport, received_at)
        select id, session_key, account, transport, ${nowBy("$10")} from c
      ), eve as (insert into ${s}.event (row, ids, event) select id, ids, event from c)
      select known.hash, known.id, known.attempts, known.ended_at, known.outcome, known.is_old, u.n, c.id as new_id,
        coalesce(ses.owner, o.owner) as owner, coalesce(ses.epoch, o.epoch) as epoch, ses.key is not null as is_new,
        ses.key is null and o.key is not null and (g.id is null or g.left_at is not null) as is_free,
        -- Once for each session, for the first of its claims: the others come behind that one.
        case when coalesce(ses.owner, o.owner) = $9 and c.id = min(c.id) over (partition by c.session_key) then array(
          select p.id from ${s}.inbox p where p.session_key = c.session_key and ${waits("p")} and p.xid >= c.horizon::xid8
        ) end as before,
        pg_snapshot_xmin(pg_current_snapshot()) as horizon
      from u left join known using (n) left join c using (n) left join ses on ses.key = c.session_key
        left join ${s}.session o on o.key = c.session_key left join ${s}.gateway g on g.id = o.owner
      order by u.n`,
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
      settledTtlMs,
    ],
  });
  const known = new Map<string, LinkedColumns | undefined>();
  const written: Written[] = [];
  for (const columns of found) {
    if (columns.hash === null) written.push(toWritten(columns, wanted));
    else known.set(columns.hash.toString("hex"), columns.id === null ? undefined : columns);
  }
  return { written, known };
}

function toWritten(
  { n, new_id, owner, epoch, is_new, is_free, before, horizon }: New,
  wanted: readonly Wanted[],
): Written {
  const row = { id: Number(new_id), sessionKey: wanted[Number(n) - 1]?.entry.sessionKey ?? "" };
  if (owner === null || is_free) return { ...row, owner: undefined };
  const earlier = (before ?? []).map(Number);
  return { ...row, owner, epoch: Number(epoch), isNew: is_new, before: earlier, horizon };
}
