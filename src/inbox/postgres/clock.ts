import type { PostgresInboxSettings } from "./options.ts";

/**
 * The time in ms since the epoch, as SQL: what the inbox's own clock says, if it has one, else the database's, which is
 * the same for all processes.
 *
 * @param parameter which parameter of the statement {@link clockOf} is, e.g. `$3`
 */
export function nowBy(parameter: string): string {
  return `coalesce(${parameter}::bigint, (extract(epoch from clock_timestamp()) * 1000)::bigint)`;
}

export function clockOf({ now }: PostgresInboxSettings): number | null {
  return now?.() ?? null;
}
