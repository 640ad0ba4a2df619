import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import { type Columns, toItem } from "../decode.ts";
import { waits, waitsById } from "../waits.ts";

/** Rows that one look finds at most, and how many of them it reads whole, with their events: all, but of a backlog. */
const MOST_ROWS = 20_000;
const MOST_ITEMS = 200;

/** Rows of a backlog that are read whole at once. */
const MOST_AT_ONCE = 100;

/** A session, and what was visible at the last look into it. */
interface Look {
  readonly key: string;
  readonly horizon: string;
}

/** What one look has seen of the rows that wait, in order of arrival. */
interface Seen {
  /** The first of them. */
  readonly items: readonly InboxItem[];
  readonly others: readonly number[];
  /** Whether there may be more. */
  readonly isFull: boolean;
  /** Everything that was committed before is visible to this look. */
  readonly horizon: string;
  /** What is visible to it. */
  readonly snapshot: string;
}

/** A row that was found, or none; the first one tells of all. */
interface Found extends Columns {
  readonly horizon: string;
  readonly snapshot: string;
  readonly others: readonly string[] | null;
}

/**
 * Finds rows of sessions that wait, as far as they were not visible at the last look into each: in order of arrival, a few
 * at a time.
 *
 * @param isKnown whether a row need not be read: somebody else may read the same backlog meanwhile
 * @returns what is visible to this look: everything that was committed before
 */
export async function* findRows(
  database: Database,
  looks: readonly Look[],
  isKnown: (id: number) => boolean,
): AsyncGenerator<readonly InboxItem[], string> {
  let seen: Seen | undefined;
  do {
    seen = await lookInto(database, looks, seen);
    yield seen.items;
    for (let at = 0; at < seen.others.length; at += MOST_AT_ONCE) {
      const some = seen.others.slice(at, at + MOST_AT_ONCE).filter((id) => !isKnown(id));
      if (some.length > 0) yield await readWaiting(database, some);
    }
  } while (seen.isFull);
  return seen.horizon;
}

/** @param before the look before this one: of what is visible to that, the next rows. Default: the first ones */
async function lookInto(database: Database, looks: readonly Look[], before?: Seen): Promise<Seen> {
  const { schema: s } = database.settings;
  const found = await database.query<Found>({
    name: "look-into",
    text: `
      with found as materialized (
        -- Session by session: the limit keeps PostgreSQL from reading the whole backlog again for each of them.
        select i.id from unnest($1::text[], $2::text[]) as u (key, horizon) cross join lateral (
          select i.id from ${s}.inbox i
          where i.session_key = u.key and ${waits("i")} and i.xid >= u.horizon::xid8 and i.id > $4
            and ($3::pg_snapshot is null or pg_visible_in_snapshot(i.xid, $3::pg_snapshot))
          order by i.id limit ${MOST_ROWS}
        ) i order by i.id limit ${MOST_ROWS}
      )
      select h.*, i.*, e.ids, e.event, case when coalesce(f.n, 1) = 1 then
          array(select id from found order by id offset ${MOST_ITEMS})
        end as others
      from (select pg_snapshot_xmin(v) as horizon, v::text as snapshot
          from (select coalesce($3::pg_snapshot, pg_current_snapshot()) as v) c) h
        left join (
          select id, row_number() over (order by id) as n from found order by id limit ${MOST_ITEMS}
        ) f on true left join ${s}.inbox i on i.id = f.id left join ${s}.event e on e.row = f.id
      order by f.n`,
    values: [
      looks.map(({ key }) => key),
      looks.map(({ horizon }) => horizon),
      before?.snapshot ?? null,
      before ? lastOf(before) : 0,
    ],
  });
  const [{ others, horizon, snapshot } = { others: null, horizon: "0", snapshot: "" }] = found;
  const items = found.flatMap((columns) => (columns.id == null ? [] : [toItem(columns)]));
  const rest = (others ?? []).map(Number);
  return { items, others: rest, isFull: items.length + rest.length === MOST_ROWS, horizon, snapshot };
}

function lastOf({ items, others }: Seen): number {
  return others.at(-1) ?? items.at(-1)?.id ?? 0;
}

/** Rows with their events, in order of arrival, as far as they still wait. */
async function readWaiting(database: Database, ids: readonly number[]): Promise<InboxItem[]> {
  const { schema: s } = database.settings;
  const found = await database.query<Columns>({
    name: "read-waiting",
    text: `
      select i.*, e.ids, e.event from ${s}.inbox i left join ${s}.event e on e.row = i.id
      where i.id = any($1::bigint[]) and ${waitsById("i")} order by i.id`,
    values: [ids],
  });
  return found.map(toItem);
}
