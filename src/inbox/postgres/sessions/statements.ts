import type { Database } from "../database/database.ts";
import { waits } from "../waits.ts";

/** Sessions that one statement takes, looks into or lets go at most. */
export const MOST_SESSIONS = 500;

/** Who holds a session. */
export interface Holder {
  readonly key: string;
  readonly owner: number;
  readonly epoch: number;
}

/**
 * Takes the sessions that nobody holds, or that a process has held which has left.
 *
 * @returns who holds each of them, as far as that could be seen: not those that another process has just made its own
 */
export async function acquire(database: Database, me: number, keys: readonly string[]): Promise<Holder[]> {
  const { schema: s } = database.settings;
  const found = await database.query<{ key: string; owner: number | null; epoch: string | null }>({
    name: "acquire",
    text: `
      with k as materialized (
        select distinct key from unnest($1::text[]) as u (key)
      ), fresh as (
        insert into ${s}.session (key, owner)
        select key, $2::int from k where exists (select from ${s}.gateway where id = $2 and left_at is null) order by key
        on conflict do nothing returning key, owner, epoch
      ), seen as materialized (
        select s.key, s.epoch from ${s}.session s left join ${s}.gateway g on g.id = s.owner
        where s.key in (select key from k) and (g.id is null or g.left_at is not null)
          and exists (select from ${s}.gateway where id = $2 and left_at is null)
      ), free as materialized (
        -- The epoch is looked at again in what is locked: another process may have taken it since.
        select s.key from ${s}.session s join seen using (key, epoch) order by s.key for update of s skip locked
      ), taken as (
        update ${s}.session s set owner = $2, epoch = nextval('${s}.epochs') from free where s.key = free.key
        returning s.key, s.owner, s.epoch
      )
      select k.key, coalesce(fresh.owner, taken.owner, s.owner) as owner,
        coalesce(fresh.epoch, taken.epoch, s.epoch) as epoch
      from k left join fresh using (key) left join taken using (key) left join ${s}.session s using (key)`,
    values: [keys, me],
  });
  return found.flatMap(({ key, owner, epoch }) =>
    owner === null ? [] : [{ key, owner, epoch: Number(epoch) }],
  );
}

/** One hold of a session: no other has its epoch. */
export interface SessionHold {
  readonly key: string;
  readonly epoch: number;
}

/** Lets sessions go that nothing waits in. @returns those that are still held */
export async function releaseIdle(database: Database, holds: readonly SessionHold[]): Promise<string[]> {
  const { schema: s } = database.settings;
  const released = await database.query<{ key: string }>({
    name: "release-idle",
    text: `
      delete from ${s}.session s using unnest($1::text[], $2::bigint[]) as u (key, epoch)
      where s.key = u.key and s.epoch = u.epoch
        and not exists (select from ${s}.inbox p where p.session_key = s.key and ${waits("p")})
      returning s.key`,
    values: [holds.map(({ key }) => key), holds.map(({ epoch }) => epoch)],
  });
  const keys = new Set(released.map(({ key }) => key));
  return holds.flatMap(({ key }) => (keys.has(key) ? [] : [key]));
}

/** Lets sessions go, whatever waits in them. */
export async function release(database: Database, holds: readonly SessionHold[]): Promise<void> {
  const { schema: s } = database.settings;
  await database.query({
    name: "release",
    text: `
      delete from ${s}.session s using unnest($1::text[], $2::bigint[]) as u (key, epoch)
      where s.key = u.key and s.epoch = u.epoch`,
    values: [holds.map(({ key }) => key), holds.map(({ epoch }) => epoch)],
  });
}

/** Sessions of this process in which rows wait that were not visible then. */
export async function changedSince(
  database: Database,
  me: number,
  horizon: string,
): Promise<{ readonly keys: string[]; readonly horizon: string }> {
  const { schema: s } = database.settings;
  const found = await database.query<{ key: string | null; horizon: string }>({
    name: "changed-since",
    text: `
      select h.horizon, p.key
      from (select pg_snapshot_xmin(pg_current_snapshot()) as horizon) h
        left join (select distinct p.session_key as key from ${s}.inbox p
          join ${s}.session s on s.key = p.session_key and s.owner = $1
          where p.ended_at is null and p.xid >= $2::xid8) p on true`,
    values: [me, horizon],
  });
  return { keys: found.flatMap(({ key }) => key ?? []), horizon: found[0]?.horizon ?? horizon };
}

/** Some of the sessions in which rows wait and that no living process holds. */
export async function orphans(database: Database): Promise<string[]> {
  const { schema: s } = database.settings;
  const found = await database.query<{ key: string }>({
    name: "orphans",
    text: `
      select p.key from (select distinct session_key as key from ${s}.inbox where ended_at is null) p
        left join ${s}.session s using (key) left join ${s}.gateway g on g.id = s.owner
      where g.id is null or g.left_at is not null limit ${MOST_SESSIONS}`,
    values: [],
  });
  return found.map(({ key }) => key);
}

/** The sessions of rows. */
export async function sessionsOf(database: Database, ids: readonly number[]): Promise<string[]> {
  const { schema: s } = database.settings;
  const found = await database.query<{ key: string }>({
    name: "sessions-of",
    text: `select distinct session_key as key from ${s}.inbox where id = any($1::bigint[])`,
    values: [ids],
  });
  return found.map(({ key }) => key);
}
