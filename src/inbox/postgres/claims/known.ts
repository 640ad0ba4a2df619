import type { Claim } from "../../row.ts";
import { nowBy } from "../clock.ts";
import { type LinkedColumns, toLinked } from "../decode.ts";
import type { Wanted } from "./wanted.ts";

/** The rows of identities that somebody has, by their hashes in hexadecimal; undefined where the row is gone. */
export type Known = ReadonlyMap<string, LinkedColumns | undefined>;

/**
 * - `new`: none of its identities is known.
 * - a claim: all of them are, of one row that stays as it is. Nothing has to be written.
 * - `linking`: anything else.
 */
export type Verdict = "new" | "linking" | Claim;

export function verdictOn({ hashes, entry: { ids } }: Wanted, known: Known): Verdict {
  const all = [...hashes.keys()];
  const [first, ...others] = all.map((hex) => known.get(hex));
  if (!all.some((hex) => known.has(hex))) return "new";
  if (!first || first.is_old || others.some((row) => row?.id !== first.id)) return "linking";
  const { id, status } = toLinked(first);
  const [by = ""] = ids;
  return { id, status: status === "pending" ? "in-progress" : "duplicate", by };
}

/** Of the table `inbox r`, as SQL; what is old is done, and need not be remembered any more. */
export function linkedColumns(clock: string, ttl: string): string {
  return `r.id, r.attempts, r.ended_at, r.outcome,
    r.outcome is not null and r.ended_at <= ${nowBy(clock)} - ${ttl}::bigint as is_old`;
}
