import { KEPT_IN_SQL } from "../../rules/limits.ts";
import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { waitsById } from "../waits.ts";

/** What is written of a turn. */
export type TurnWrite =
  | { readonly kind: "start" }
  | { readonly kind: "later"; readonly word: string; readonly retryAt: number }
  | { readonly kind: "dead" | "done"; readonly word: string };

export interface RowWrite {
  readonly id: number;
  /** Its session, if that is known here: else it is looked up. */
  readonly sessionKey?: string | undefined;
  /** By which hold of its session; undefined: by the one that this process has. */
  readonly epoch: number | undefined;
  readonly write: TurnWrite;
}

/**
 * Writes what has become of turns, in one statement that is a transaction of its own: a process that is paused can
 * leave no lock behind.
 *
 * A row is written only while this process holds its session, by the same hold: each has an epoch of its own, which no
 * other hold of any session has. The session's row is locked for sharing until the commit: the condition alone would not
 * see another process that is just about to take it.
 *
 * @param isPatient whether to wait for a session that another process has locked, rather than to leave out its rows
 * @returns the attempts of each row that was written; those that are missing are not pending, not held, or locked
 */
export async function writeTurns(
  database: Database,
  rows: readonly RowWrite[],
  { me, isPatient }: { readonly me: number; readonly isPatient: boolean },
): Promise<Map<number, number>> {
  const { schema: s } = database.settings;
  const written = await database.query<{ id: string; attempts: number }>({
    name: isPatient ? "write-turns-patiently" : "write-turns",
    text: `
      with held as materialized (
        -- The limit cuts off nothing. PostgreSQL expects a tenth of what there is behind a limit that it does not know, so
        -- that it looks the few rows up by their ids, and does not read a whole index for them.
        select x.* from (
          select u.id, coalesce(u.key, (select session_key from ${s}.inbox i where i.id = u.id)) as key,
            u.epoch, u.kind, u.word, u.retry_at
          from unnest($1::bigint[], $9::text[], $2::bigint[], $3::text[], $4::text[], $5::bigint[])
            as u (id, key, epoch, kind, word, retry_at)
          order by key
        ) x cross join lateral (
          select from ${s}.session s
          where s.key = x.key and case when x.epoch is null then s.owner = $6 else s.epoch = x.epoch end
          for share of s ${isPatient ? "" : "skip locked"}
        ) s limit $8
      ), written as (
        update ${s}.inbox i set
          attempts = i.attempts + case when x.kind = 'start' then 1 else 0 end,
          retry_at = x.retry_at,
          ended_at = case when x.kind in ('dead', 'done') then ${nowBy("$7")} end,
          outcome = case when x.kind = 'done' then x.word end,
          error = case when x.kind in ('later', 'dead') then x.word else i.error end
        from held x
        where i.id = x.id and i.session_key = x.key and ${waitsById("i")}
        returning i.id, i.attempts, i.outcome
      ), gone as (
        delete from ${s}.event e using written w
        where e.row = w.id and w.outcome is not null and w.outcome not in (${KEPT_IN_SQL})
      )
      select id, attempts from written`,
    values: [
      rows.map(({ id }) => id),
      rows.map(({ epoch }) => epoch ?? null),
      rows.map(({ write }) => write.kind),
      rows.map(({ write }) => ("word" in write ? write.word : null)),
      rows.map(({ write }) => ("retryAt" in write ? write.retryAt : null)),
      me,
      clockOf(database.settings),
      rows.length,
      rows.map(({ sessionKey }) => sessionKey ?? null),
    ],
  });
  return new Map(written.map(({ id, attempts }) => [Number(id), attempts]));
}
