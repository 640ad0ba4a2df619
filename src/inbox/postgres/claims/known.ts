import type { Claim } from "../../row.ts";
import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { type LinkedColumns, toLinked } from "../decode.ts";
import type { Wanted } from "./wanted.ts";

interface Found extends LinkedColumns {
  readonly hash: Buffer;
}

/** What a look has found, by the identities' hashes in hexadecimal. */
type Rows = ReadonlyMap<string, LinkedColumns>;

/** Looks up what is known of the identities of many claims, by their hashes. Locks nothing. */
export async function lookUp(database: Database, wanted: readonly Wanted[]): Promise<Rows> {
  const { schema, settledTtlMs } = database.settings;
  const hashes = wanted.flatMap((claim) => [...claim.hashes.values()]);
  const found = await database.query<Found>({
    name: "look-up",
    text: `
      select i.hash, ${linkedColumns("$2", "$3")}
      from unnest($1::bytea[]) as q (hash)
      join ${schema}.identity i using (hash) join ${schema}.inbox r on r.id = i.row`,
    values: [hashes, clockOf(database.settings), settledTtlMs],
  });
  return new Map(found.map((columns) => [columns.hash.toString("hex"), columns]));
}

/**
 * - `new`: none of its identities is known.
 * - a claim: all of them are, of one row that stays as it is. Nothing has to be written.
 * - `linking`: anything else.
 */
export type Verdict = "new" | "linking" | Claim;

export function verdictOn({ hashes }: Wanted, rows: Rows): Verdict {
  const known = [...hashes.keys()].flatMap((hex) => rows.get(hex) ?? []);
  const [first] = known;
  if (!first) return "new";
  const isOne = known.length === hashes.size && known.every(({ id }) => id === first.id);
  if (!isOne || first.is_old) return "linking";
  const { id, status } = toLinked(first);
  return { id, status: status === "pending" ? "in-progress" : "duplicate" };
}

/** Of the table `inbox r`, as SQL; what is old is done, and need not be remembered any more. */
export function linkedColumns(clock: string, ttl: string): string {
  return `r.id, r.attempts, r.ended_at, r.outcome,
    r.outcome is not null and r.ended_at <= ${nowBy(clock)} - ${ttl}::bigint as is_old`;
}
