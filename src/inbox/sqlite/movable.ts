import { existsSync } from "node:fs";
import type { SQLOutputValue, StatementSync } from "node:sqlite";
import { UsageError } from "../../errors.ts";
import { type CarriedRow, knownThere, type Movable, PAGE } from "../move/movable.ts";
import type { Connection } from "./admin.ts";
import { toInboxError } from "./faults.ts";
import { prepareMoves } from "./moves.ts";
import { openAsOwner } from "./open.ts";

/**
 * Opens an SQLite inbox to move rows out of it, or into it.
 *
 * @param mustExist whether a file that is not there is a mistake rather than a new inbox
 * @throws InboxError `ERR_INBOX_HELD` while a gateway has it
 * @throws UsageError `ERR_INVALID_OPTION` when it has to be there and is not
 */
export async function openSqliteMovable(file: string, mustExist: boolean): Promise<Movable> {
  if (mustExist && !existsSync(file))
    throw new UsageError("ERR_INVALID_OPTION", `There is no inbox ${file}. Check the name.`);
  return openAsOwner({ file }, (connection) => new SqliteMovable(connection));
}

class SqliteMovable implements Movable {
  readonly where: string;
  readonly #connection: Connection;
  readonly #sql: Readonly<Record<keyof ReturnType<typeof prepareMoves>, StatementSync>>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.where = connection.file;
    // Operators beside it wait, and so see all of it or nothing.
    connection.db.exec("BEGIN IMMEDIATE");
    this.#sql = prepareMoves(connection.db);
  }

  async *pages(): AsyncGenerator<readonly CarriedRow[]> {
    for (let after = 0; ; ) {
      const page = this.#translate(() => this.#sql.page.all(after, PAGE).map((row) => this.#carried(row)));
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.id;
    }
  }

  async hasTaken(digest: Uint8Array): Promise<boolean> {
    return this.#translate(() => this.#sql.findMove.get(digest) !== undefined);
  }

  async waiting(): Promise<ReadonlySet<string>> {
    return this.#translate(() => new Set(this.#sql.waiting.all().map(({ key }) => String(key))));
  }

  async take(
    pages: AsyncIterable<readonly CarriedRow[]>,
    _lastId: number,
    digest: Uint8Array,
  ): Promise<void> {
    const offset = this.#translate(() => Number(this.#sql.lastId.get()?.id));
    for await (const page of pages)
      this.#translate(() => {
        for (const row of page) this.#insert(row, row.id + offset);
      });
    this.#translate(() => {
      this.#sql.noteMove.run(digest, Date.now());
      this.#connection.db.exec("COMMIT");
    });
  }

  async empty(): Promise<void> {
    // Who has got the rows may give them back.
    this.#translate(() =>
      this.#connection.db.exec(
        "DELETE FROM rows; DELETE FROM events; DELETE FROM identities; DELETE FROM moves; COMMIT",
      ),
    );
  }

  async close(): Promise<void> {
    const { db, release } = this.#connection;
    if (db.isTransaction) db.exec("ROLLBACK");
    release();
  }

  #carried(columns: Record<string, SQLOutputValue>): CarriedRow {
    const hashes = this.#sql.hashes.all(Number(columns.id)).map(({ hash }) => hash as Uint8Array);
    return {
      id: Number(columns.id),
      sessionKey: String(columns.session_key),
      account: String(columns.account),
      transport: String(columns.transport),
      receivedAt: Number(columns.received_at),
      attempts: Number(columns.attempts),
      retryAt: numberIn(columns.retry_at),
      endedAt: numberIn(columns.ended_at),
      outcome: textIn(columns.outcome),
      error: textIn(columns.error),
      ids: textIn(columns.ids),
      event: textIn(columns.event),
      hashes,
    };
  }

  #insert(row: CarriedRow, id: number): void {
    const { retryAt, endedAt, outcome } = row;
    const settledAt = endedAt === null || outcome === null ? null : Math.min(endedAt, Date.now());
    const status = endedAt === null ? "pending" : outcome === null ? "dead" : "done";
    const { sessionKey, account, transport, receivedAt, attempts, error } = row;
    const times = [receivedAt, attempts, retryAt, endedAt, outcome, error, settledAt];
    this.#sql.insert.run(id, status, sessionKey, account, transport, ...times);
    if (row.ids !== null) this.#sql.insertEvent.run(id, row.ids, row.event);
    for (const hash of row.hashes)
      if (this.#sql.insertIdentity.run(hash, id).changes === 0) throw knownThere(this.where);
  }

  #translate<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toInboxError(error, this.where);
    }
  }
}

function numberIn(value: SQLOutputValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function textIn(value: SQLOutputValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
