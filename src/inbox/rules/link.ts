import type { Claim, RowStatus } from "../row.ts";

/** What a claim needs to know of a row that shares an identity with it. */
export interface Linked {
  readonly id: number;
  readonly status: RowStatus;
  readonly attempts: number;
}

export interface Link {
  readonly status: Exclude<Claim["status"], "accepted">;
  /** The row that stays; it gets the identities. */
  readonly keeper: number;
  /** Rows that have not been started, and need not be any more. */
  readonly merged: readonly number[];
}

/**
 * All rows that share an identity with one claim are the same work. Which of them is it?
 *
 * The one that is furthest: done before started before waiting before dead; of equals the one that came
 * first. The others are merged into it unless they have been started: what runs cannot be taken back, and an
 * attempt that was cut off may have been answered half. A dead letter does not stand in for new work that is
 * still waiting, and stays in the operators' hands.
 *
 * @returns undefined when there is no row: the work is new
 */
export function link(rows: readonly Linked[]): Link | undefined {
  const [keeper, ...others] = rows.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id);
  if (keeper === undefined) return undefined;
  return {
    status: keeper.status === "pending" ? "in-progress" : "duplicate",
    keeper: keeper.id,
    merged: others.filter(isWaiting).map((row) => row.id),
  };
}

function rank(row: Linked): number {
  if (row.status === "done") return 0;
  if (row.status === "dead") return 3;
  return isWaiting(row) ? 2 : 1;
}

function isWaiting(row: Linked): boolean {
  return row.status === "pending" && row.attempts === 0;
}
