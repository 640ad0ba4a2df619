import type { DatabaseSync } from "node:sqlite";
import { steadyClock } from "../../steady-clock.ts";
import type { InboxItem } from "../inbox.ts";
import { toInboxError } from "./faults.ts";
import { watchIdentity } from "./file.ts";
import type { Write } from "./group-commit.ts";
import { Reads } from "./reads.ts";
import { Writes } from "./writes.ts";

interface StoreOptions {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly settledTtlMs: number;
  readonly now: () => number;
  /** Called before each transaction; what it throws prevents it. */
  readonly onTransaction?: () => void;
  /** Whether this process is the gateway, which alone forgets what has ended. @default false */
  readonly isOwner?: boolean;
  /** Rows that another process has added: what an operator put back. */
  readonly onForeign: (items: readonly InboxItem[]) => void;
}

/** Expired rows that a commit forgets at most: more than it adds, so that they cannot pile up. */
const forgetLimit = (writes: number) => 10 + 2 * writes;

/** SQLite's word for no limit. */
const ALL = -1;

/** One connection to the file: transactions, and what they find that others have done. */
export class Store {
  readonly reads: Reads;
  readonly writes: Writes;
  readonly #options: StoreOptions;
  readonly #assertInPlace: () => void;
  readonly #sql;
  /** SQLite's counter of foreign changes, and the newest row, when the last transaction ended. */
  #seen: number;
  #lastId: number;

  constructor(options: StoreOptions) {
    const { db, file, settledTtlMs, now, isOwner } = options;
    this.#options = options;
    this.reads = new Reads(db);
    const steady = isOwner ? steadyClock(now, this.reads.lastSettled()) : undefined;
    this.writes = new Writes(db, { settledTtlMs, now, steady });
    this.writes.retention.stamp();
    this.writes.retention.forgetOldTexts();
    this.#assertInPlace = watchIdentity(file);
    this.#sql = {
      begin: db.prepare("BEGIN IMMEDIATE"),
      commit: db.prepare("COMMIT"),
      rollback: db.prepare("ROLLBACK"),
    };
    this.#seen = this.reads.dataVersion();
    this.#lastId = this.reads.lastId();
  }

  /** @throws InboxError when the machine is to blame; nothing was written */
  transact(batch: readonly Write[]): void {
    let committed: Array<() => void>;
    try {
      this.#options.onTransaction?.();
      this.#assertInPlace();
      this.#sql.begin.run();
      const greet = this.#meetForeign();
      committed = batch.map((write) => write());
      this.writes.retention.forgetExpired(forgetLimit(batch.length));
      const lastId = this.reads.lastId();
      this.#sql.commit.run();
      this.#lastId = lastId;
      committed.push(greet);
    } catch (error) {
      this.#rollback();
      throw toInboxError(error, this.#options.file);
    }
    for (const done of committed) done();
  }

  /** @throws InboxError */
  read<T>(look: (reads: Reads) => T): T {
    try {
      return look(this.reads);
    } catch (error) {
      throw toInboxError(error, this.#options.file);
    }
  }

  /** Whether the next transaction has something to do by itself: what another process has written, or what is to be forgotten. */
  isDue(): boolean {
    try {
      // A fault is left to that transaction.
      return this.writes.retention.isDue || this.reads.dataVersion() !== this.#seen;
    } catch {
      return true;
    }
  }

  /** Inside a transaction, which keeps all others out until it ends. */
  #meetForeign(): () => void {
    const version = this.reads.dataVersion();
    if (version === this.#seen) return () => {};
    this.writes.retention.stamp();
    const items = this.reads.pending(this.#lastId, ALL);
    return () => {
      this.#seen = version;
      this.#options.onForeign(items);
    };
  }

  /** Some faults make SQLite roll back by itself. */
  #rollback(): void {
    if (!this.#options.db.isTransaction) return;
    try {
      this.#sql.rollback.run();
    } catch {
      // The first error says more.
    }
  }
}
