import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { steadyClock } from "../../steady-clock.ts";

/** Identities of finished work that outlive the process. */
export interface Remembered {
  /** Where they are: in a file, or, when it cannot be used, in this process only. */
  readonly kind: "file" | "process";
  hasAny(ids: readonly string[]): boolean;
  add(ids: readonly string[]): void;
  close(): void;
}

/** What bounds the file, and where it is. */
export interface RememberedOptions {
  readonly folder: string;
  readonly ttlMs: number;
  readonly max: number;
  readonly now: () => number;
  /** The opener of the file; loaded by the caller, since not every Node.js has it. */
  readonly open: (path: string) => DatabaseSync;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 2000;
  CREATE TABLE IF NOT EXISTS settled (id TEXT PRIMARY KEY, at INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS settled_at ON settled (at);
`;

/** Oldest rows deleted at a time, so that one turn never pays for many. */
const SWEEP = 100;

/** A small SQLite file in the plugin's own state folder. */
export class RememberedInFile implements Remembered {
  readonly kind = "file";
  readonly #options: RememberedOptions;
  readonly #database: DatabaseSync;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #expire: StatementSync;
  readonly #trim: StatementSync;
  /** Goes on from the newest row: a clock that is wrong, now or when work ended, must not make it look old. */
  readonly #now: () => number;
  #rows: number;

  /** @throws whatever the file system or SQLite says when the file cannot be used */
  constructor(options: RememberedOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const path = fileIn(options.folder);
    this.#database = options.open(path);
    this.#database.exec(SCHEMA);
    chmodSync(path, 0o600);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#find = prepare("SELECT 1 FROM settled WHERE id = ? AND at >= ?");
    this.#insert = prepare("INSERT INTO settled (id, at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING");
    const oldest = `SELECT id FROM settled ORDER BY at LIMIT ${SWEEP}`;
    this.#expire = prepare(`DELETE FROM settled WHERE at < ? AND id IN (${oldest})`);
    this.#trim = prepare("DELETE FROM settled WHERE id IN (SELECT id FROM settled ORDER BY at LIMIT ?)");
    const { rows, newest } = prepare("SELECT count(*) AS rows, max(at) AS newest FROM settled").get() ?? {};
    this.#rows = Number(rows);
    this.#now = steadyClock(options.now, newest === null ? undefined : Number(newest));
  }

  hasAny(ids: readonly string[]): boolean {
    const since = this.#now() - this.#options.ttlMs;
    return ids.some((id) => this.#find.get(id, since) !== undefined);
  }

  add(ids: readonly string[]): void {
    const now = Math.round(this.#now());
    this.#database.exec("BEGIN");
    try {
      this.#rows -= Number(this.#expire.run(now - this.#options.ttlMs).changes);
      for (const id of ids) this.#rows += Number(this.#insert.run(id, now).changes);
      const over = this.#rows - this.#options.max;
      if (over > 0) this.#rows -= Number(this.#trim.run(Math.min(over, SWEEP)).changes);
      this.#database.exec("COMMIT");
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** Where the file lies. */
export function fileIn(folder: string): string {
  return join(folder, "settled.sqlite");
}
