import { clockOf, nowBy } from "./clock.ts";
import type { Database } from "./database/database.ts";
import { waits } from "./waits.ts";

/** Rows that one statement forgets: few enough that nothing else waits for it. */
const MOST = 1000;

/**
 * Forgets what has ended and need not be remembered any more, the oldest first, and what processes have left behind that
 * are gone. A time that is asked for anew at each row could not be looked for by an index: so it is asked for once.
 *
 * @returns whether there may be more
 */
export async function forget(database: Database): Promise<boolean> {
  const { schema: s, settledTtlMs } = database.settings;
  const forgotten = await database.query({
    name: "forget",
    text: `
      with old as materialized (
        select id from ${s}.inbox where outcome is not null and ended_at <= (select ${nowBy("$1")} - $2::bigint)
        order by ended_at limit ${MOST} for update skip locked
      ), rows as (delete from ${s}.inbox i using old where i.id = old.id returning i.id),
      identities as (delete from ${s}.identity using old where row = old.id),
      events as (delete from ${s}.event using old where row = old.id)
      select id from rows`,
    values: [clockOf(database.settings), settledTtlMs],
  });
  return forgotten.length === MOST;
}

/** Forgets processes that left a day ago, and sessions that nobody has taken from them as nothing waits there. */
export async function forgetTheGone(database: Database): Promise<void> {
  const { schema: s } = database.settings;
  await database.query({
    name: "forget-the-gone",
    text: `
      with free as (
        delete from ${s}.session s using ${s}.gateway g
        where g.id = s.owner and g.left_at is not null
          and not exists (select from ${s}.inbox p where p.session_key = s.key and ${waits("p")})
      )
      delete from ${s}.gateway g
      where g.left_at < clock_timestamp() - interval '1 day'
        and not exists (select from ${s}.session s where s.owner = g.id)`,
    values: [],
  });
}
