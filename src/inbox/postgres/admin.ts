import type { InboxAdmin, InboxItem, InboxRow, InboxStats, ListQuery } from "../inbox.ts";
import { checkId, checkQuery } from "../rules/check.ts";
import { clockOf, nowBy } from "./clock.ts";
import type { Database } from "./database/database.ts";
import { closedError } from "./database/faults.ts";
import { Reads } from "./reads.ts";
import { wakeAll } from "./sessions/wake.ts";

/** A row that was put back. */
export interface PutBack {
  readonly id: number;
  readonly sessionKey: string;
}

/** What operators may do, from any process. The gateway's own inbox builds on it. */
export class PostgresAdmin implements InboxAdmin {
  protected readonly database: Database;
  protected readonly reads: Reads;
  #isClosed = false;

  constructor(database: Database) {
    this.database = database;
    this.reads = new Reads(database);
  }

  async get(id: number): Promise<InboxItem | undefined> {
    this.mustBeOpen();
    return this.reads.get(checkId(id));
  }

  async list(query: ListQuery = {}): Promise<InboxRow[]> {
    this.mustBeOpen();
    return this.reads.list(checkQuery(query));
  }

  async count(query: ListQuery = {}): Promise<number> {
    this.mustBeOpen();
    return this.reads.count(checkQuery(query));
  }

  async stats(): Promise<InboxStats> {
    this.mustBeOpen();
    return this.reads.stats();
  }

  async retry(id: number): Promise<number | undefined> {
    this.mustBeOpen();
    const row = await this.#putBack(checkId(id));
    if (row) await this.onPutBack(row);
    return row?.id;
  }

  async drop(id: number): Promise<boolean> {
    this.mustBeOpen();
    const { schema: s } = this.database.settings;
    const dropped = await this.database.query({
      name: "drop",
      text: `
        with dropped as (
          update ${s}.inbox set outcome = 'dropped', ended_at = ${nowBy("$2")}, retry_at = null
          where id = $1 and outcome is null returning id
        ), gone as (delete from ${s}.event where row = $1 returning row)
        select id from dropped union select row from gone`,
      values: [checkId(id), clockOf(this.database.settings)],
    });
    return dropped.length > 0;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.onClose();
    } finally {
      await this.database.close();
    }
  }

  protected mustBeOpen(): void {
    if (this.#isClosed) throw closedError(this.database.where);
  }

  /** Whoever holds its session looks for it. */
  protected async onPutBack(_row: PutBack): Promise<void> {
    await wakeAll(this.database);
  }

  protected async onClose(): Promise<void> {}

  async #putBack(id: number): Promise<PutBack | undefined> {
    const { schema: s } = this.database.settings;
    const [row] = await this.database.query<{ id: string; session_key: string }>({
      name: "put-back",
      text: `
        with ended as (
          delete from ${s}.inbox where id = $1 and ended_at is not null
            and (outcome is null or exists (select from ${s}.event where row = $1)) returning *
        ), fresh as (
          insert into ${s}.inbox (session_key, account, transport, received_at, error)
          select session_key, account, transport, received_at, coalesce(error, outcome) from ended
          returning id, session_key
        ), events as (update ${s}.event set row = fresh.id from fresh where row = $1),
        identities as (update ${s}.identity set row = fresh.id from fresh where row = $1)
        select id, session_key from fresh`,
      values: [id],
    });
    return row && { id: Number(row.id), sessionKey: row.session_key };
  }
}
