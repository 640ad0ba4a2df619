import { steadyClock } from "../../steady-clock.ts";
import type { InboxStats, ListQuery } from "../inbox.ts";
import type { InboxEntry, InboxItem, InboxRow } from "../row.ts";
import { DEFAULT_LIST_LIMIT, isUnanswered, KEPT } from "../rules/limits.ts";

/** What the memory inbox holds: rows, their events and their identities. A row is replaced, never changed. */
export class MemoryTable {
  /** By id, in order of arrival. */
  readonly #rows = new Map<number, InboxRow>();
  /** JSON texts, so that nobody shares an event with the caller. */
  readonly #events = new Map<number, string>();
  readonly #byIdentity = new Map<string, number>();
  /** When each row that is done ended, in that order, by a clock that only moves forward. */
  readonly #settledAt = new Map<number, number>();
  readonly #now: () => number;
  readonly #steady: () => number;
  #lastId = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#steady = steadyClock(now);
  }

  get(id: number): InboxRow | undefined {
    return this.#rows.get(id);
  }

  /** The row, if it may still be started or ended. */
  pending(id: number): InboxRow | undefined {
    const row = this.#rows.get(id);
    return row?.status === "pending" ? row : undefined;
  }

  /** Rows in order of arrival, as everybody may see them. */
  list({ order = "oldest", limit = DEFAULT_LIST_LIMIT, ...query }: ListQuery): InboxRow[] {
    const rows = this.select(query);
    return (order === "oldest" ? rows : rows.reverse()).slice(0, limit);
  }

  /** All that fit, in order of arrival. */
  select({ status, sessionKey, identity, unanswered, after = 0, before = Infinity }: ListQuery): InboxRow[] {
    const wanted = (row: InboxRow) =>
      row.id > after &&
      row.id < before &&
      (!unanswered || isUnanswered(row)) &&
      (status === undefined || row.status === status) &&
      (sessionKey === undefined || row.sessionKey === sessionKey) &&
      (identity === undefined || this.#byIdentity.get(identity) === row.id);
    return [...this.#rows.values()].filter(wanted).map(publicRow);
  }

  stats(): InboxStats {
    const count = { pending: 0, done: 0, dead: 0 };
    let oldest = Number.POSITIVE_INFINITY;
    for (const row of this.#rows.values()) {
      count[row.status] += 1;
      if (row.status === "pending") oldest = Math.min(oldest, row.receivedAt);
    }
    return oldest === Number.POSITIVE_INFINITY ? count : { ...count, oldestPendingAt: oldest };
  }

  /** Whether a row has this identity. */
  knows(identity: string): boolean {
    return this.#byIdentity.has(identity);
  }

  sharing(identities: readonly string[]): InboxRow[] {
    const ids = new Set(identities.map((identity) => this.#byIdentity.get(identity) ?? 0));
    return [...ids].flatMap((id) => this.#rows.get(id) ?? []);
  }

  item(row: InboxRow): InboxItem {
    const event = row.status === "done" ? undefined : this.#events.get(row.id);
    return { ...publicRow(row), event: event === undefined ? undefined : JSON.parse(event) };
  }

  insert({ sessionKey, account, transport }: InboxEntry, event: string, receivedAt: number): number {
    const id = ++this.#lastId;
    this.put({ id, status: "pending", ids: [], sessionKey, account, transport, receivedAt, attempts: 0 });
    this.#events.set(id, event);
    return id;
  }

  put(row: InboxRow): void {
    this.#rows.set(row.id, row);
  }

  /** Adds those identities to the row that no row has yet. */
  remember(id: number, identities: readonly string[]): void {
    const row = this.#rows.get(id);
    const fresh = [...new Set(identities)].filter((identity) => !this.#byIdentity.has(identity));
    if (row === undefined || fresh.length === 0) return;
    for (const identity of fresh) this.#byIdentity.set(identity, id);
    this.put({ ...row, ids: [...row.ids, ...fresh] });
  }

  /** Its identities name no row any more. */
  release(row: InboxRow): void {
    for (const identity of row.ids) this.#byIdentity.delete(identity);
  }

  end(row: InboxRow, outcome: string): void {
    this.put({ ...unscheduled(row), status: "done", outcome, endedAt: this.#now() });
    if (!KEPT.includes(outcome)) this.#events.delete(row.id);
    this.#settledAt.set(row.id, this.#steady());
  }

  /** @returns false when nothing of it is left to drop */
  drop(row: InboxRow): boolean {
    if (row.status !== "done") this.end(row, "dropped");
    return this.#events.delete(row.id);
  }

  /** What was not answered goes to the end of the line, under a new id. @returns undefined when its event is not kept */
  requeue(row: InboxRow): InboxRow | undefined {
    const { endedAt: _, outcome = "", error = outcome, ...rest } = row;
    const event = this.#events.get(row.id);
    if (event === undefined || row.status === "pending") return undefined;
    const next: InboxRow = { ...rest, error, id: ++this.#lastId, status: "pending", attempts: 0 };
    this.#rows.delete(row.id);
    this.#events.delete(row.id);
    this.#settledAt.delete(row.id);
    this.put(next);
    this.#events.set(next.id, event);
    for (const identity of row.ids) this.#byIdentity.set(identity, next.id);
    return next;
  }

  /** Forgets the rows that have been done for that long, in ms. */
  forget(ttlMs: number): void {
    const until = this.#steady() - ttlMs;
    for (const [id, settledAt] of this.#settledAt) {
      if (settledAt > until) return;
      const row = this.#rows.get(id);
      if (row !== undefined) this.release(row);
      this.#rows.delete(id);
      this.#events.delete(id);
      this.#settledAt.delete(id);
    }
  }
}

export function unscheduled({ retryAt: _, ...row }: InboxRow): InboxRow {
  return row;
}

/** As a durable inbox would give it: identities are not readable once the row is done. */
function publicRow(row: InboxRow): InboxRow {
  return row.status === "done" ? { ...row, ids: [] } : row;
}
