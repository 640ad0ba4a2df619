import type { DatabaseSync } from "node:sqlite";
import type { InboxAdmin, InboxHealth, InboxItem, InboxRow, InboxStats, ListQuery } from "../inbox.ts";
import { checkId, checkQuery } from "../rules/check.ts";
import { closedError } from "./faults.ts";
import { GroupCommit } from "./group-commit.ts";
import type { Lock } from "./lock/lock.ts";
import type { SqliteInboxSettings } from "./options.ts";
import type { Reads } from "./reads.ts";
import { Store } from "./store.ts";
import type { Writes } from "./writes.ts";

/** An open file of the newest version, and what to do when it is closed. */
export interface Connection {
  readonly db: DatabaseSync;
  readonly file: string;
  readonly settings: SqliteInboxSettings;
  /** The gateway's; operators have none. */
  readonly lock?: Lock;
  readonly release: () => void;
}

/** What operators may do, from any process. The gateway's own inbox builds on it. */
export class SqliteAdmin implements InboxAdmin {
  protected readonly store: Store;
  protected readonly commit: GroupCommit;
  protected readonly connection: Connection;
  #isClosed = false;

  constructor(connection: Connection) {
    this.connection = connection;
    const { db, file, settings, lock } = connection;
    const onTransaction = () => lock?.assertHeld();
    this.store = new Store({
      ...settings,
      db,
      file,
      onTransaction,
      isOwner: lock !== undefined,
      onForeign: (items) => this.onRetried(items),
    });
    this.commit = new GroupCommit({
      ...settings,
      file,
      transact: (works) => this.store.transact(works),
      probe: () => this.store.writes.probe(),
      onHealth: (health) => this.onHealth(health),
    });
  }

  async get(id: number): Promise<InboxItem | undefined> {
    return this.read((reads) => reads.get(checkId(id)));
  }

  async list(query: ListQuery = {}): Promise<InboxRow[]> {
    return this.read((reads) => reads.list(checkQuery(query)));
  }

  async count(query: ListQuery = {}): Promise<number> {
    return this.read((reads) => reads.count(checkQuery(query)));
  }

  async stats(): Promise<InboxStats> {
    return this.read((reads) => reads.stats());
  }

  async retry(id: number): Promise<number | undefined> {
    checkId(id);
    const item = await this.write((writes) => {
      const next = writes.retry(id);
      return next === undefined ? undefined : this.store.reads.get(next);
    });
    if (item !== undefined) this.onRetried([item]);
    return item?.id;
  }

  async drop(id: number): Promise<boolean> {
    checkId(id);
    return this.write((writes) => writes.drop(id));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      await this.commit.close();
    } finally {
      this.connection.release();
    }
  }

  protected read<T>(look: (reads: Reads) => T): T {
    this.mustBeOpen();
    return this.store.read(look);
  }

  /** @param isKept whether it waits for the end of a fault instead of being rejected by it */
  protected write<T>(change: (writes: Writes) => T, isKept = false): Promise<T> {
    this.mustBeOpen();
    return this.commit.submit(() => change(this.store.writes), isKept);
  }

  protected mustBeOpen(): void {
    if (this.#isClosed) throw closedError(this.connection.file);
  }

  protected onRetried(_items: readonly InboxItem[]): void {}

  protected onHealth(_health: InboxHealth): void {}
}
