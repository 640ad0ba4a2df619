/**
 * That a row of the table `inbox` waits, as SQL: said in the words of the index of sessions, `inbox_session`. Said as
 * `ended_at is null` PostgreSQL may as well take the index of all that wait, and read a whole backlog for one session,
 * since its statistics know of no backlog until long after there is one.
 */
export function waits(row: string): string {
  return `coalesce(${row}.ended_at, 0) = 0`;
}

/** The same for a row that is found by its id: no index but that of ids has these words. */
export function waitsById(row: string): string {
  return `(${row}.ended_at > 0) is not true`;
}
