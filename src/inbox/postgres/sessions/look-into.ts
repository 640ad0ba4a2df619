import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import { type Columns, toItem } from "../decode.ts";
import { waits } from "../waits.ts";

/** Rows, with their events, that one look reads at most. */
export const MOST_ROWS = 2000;

/** What one look has seen of the rows that wait, in order of arrival: at most {@link MOST_ROWS}. */
export interface Seen {
  readonly items: readonly InboxItem[];
  /** Everything that was committed before is visible to this look. */
  readonly horizon: string;
  /** What is visible to it. */
  readonly snapshot: string;
}

/**
 * Rows of sessions that wait, as far as they were not visible at the last look into each.
 *
 * @param before the page before this one: of what is visible to that, the next rows. Default: the first ones
 */
export async function lookInto(
  database: Database,
  sessions: ReadonlyArray<{ readonly key: string; readonly horizon: string }>,
  before?: Seen,
): Promise<Seen> {
  const { schema: s } = database.settings;
  const found = await database.query<
    Partial<Columns> & { readonly horizon: string; readonly snapshot: string }
  >({
    name: "look-into",
    text: `
      select h.*, p.*, e.ids, e.event
      from (select pg_snapshot_xmin(v) as horizon, v::text as snapshot
          from (select coalesce($3::pg_snapshot, pg_current_snapshot()) as v) c) h
        left join (
          select i.* from unnest($1::text[], $2::text[]) as u (key, horizon)
            join ${s}.inbox i on i.session_key = u.key and ${waits("i")} and i.xid >= u.horizon::xid8
          where i.id > $4 and ($3 is null or pg_visible_in_snapshot(i.xid, $3::pg_snapshot))
          order by i.id limit ${MOST_ROWS}
        ) p on true left join ${s}.event e on e.row = p.id
      order by p.id`,
    values: [
      sessions.map(({ key }) => key),
      sessions.map(({ horizon }) => horizon),
      before?.snapshot ?? null,
      before?.items.at(-1)?.id ?? 0,
    ],
  });
  const items = found.flatMap((columns) => (columns.id == null ? [] : [toItem(columns as Columns)]));
  const { horizon = "0", snapshot = "" } = found[0] ?? {};
  return { items, horizon, snapshot };
}
