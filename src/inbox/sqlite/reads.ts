import type { DatabaseSync } from "node:sqlite";
import type { InboxStats, ListQuery } from "../inbox.ts";
import type { InboxItem, InboxRow } from "../row.ts";
import { toHash } from "../rules/hash.ts";
import { DEFAULT_LIST_LIMIT } from "../rules/limits.ts";
import { toItem, toRow } from "./decode.ts";
import { prepareReads } from "./statements.ts";

/** Every look into the file. */
export class Reads {
  readonly #sql: ReturnType<typeof prepareReads>;

  constructor(db: DatabaseSync) {
    this.#sql = prepareReads(db);
  }

  get(id: number): InboxItem | undefined {
    const columns = this.#sql.get.get(id);
    return columns && toItem(columns);
  }

  /** Up to `limit` pending rows after the given one. */
  pending(after: number, limit: number, sessionKey?: string): InboxItem[] {
    const { pending, pendingOf } = this.#sql;
    const found =
      sessionKey === undefined ? pending.all(after, limit) : pendingOf.all(sessionKey, after, limit);
    return found.map(toItem);
  }

  list(query: ListQuery): InboxRow[] {
    const { limit = DEFAULT_LIST_LIMIT, order = "oldest" } = query;
    return this.#sql[order].all({ ...parametersOf(query), limit }).map(toRow);
  }

  count(query: ListQuery): number {
    return Number(this.#sql.count.get(parametersOf(query))?.count);
  }

  stats(): InboxStats {
    const open = new Map(this.#sql.open.all().map((columns) => [columns.status, columns]));
    const oldest = open.get("pending")?.oldest;
    return {
      pending: Number(open.get("pending")?.count ?? 0),
      done: Number(this.#sql.done.get()?.count),
      dead: Number(open.get("dead")?.count ?? 0),
      bytes: Number(this.#sql.bytes.get()?.bytes),
      ...(oldest === undefined ? {} : { oldestPendingAt: Number(oldest) }),
    };
  }

  /** When the newest of what is remembered ended, by the clock that it is remembered by. */
  lastSettled(): number | undefined {
    const at = this.#sql.lastSettled.get()?.at;
    return typeof at === "number" ? at : undefined;
  }

  lastId(): number {
    return Number(this.#sql.lastId.get()?.id);
  }

  /** Changes whenever another process has changed the file, and costs next to nothing. */
  dataVersion(): number {
    return Number(this.#sql.dataVersion.get()?.data_version);
  }
}

function parametersOf({ status, sessionKey, identity, unanswered, after = 0, before }: ListQuery) {
  const hash = identity === undefined ? null : toHash(identity);
  const filter = { status: status ?? null, sessionKey: sessionKey ?? null, hash };
  return { ...filter, unanswered: unanswered ? 1 : 0, after, before: before ?? null };
}
