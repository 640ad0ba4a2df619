import type { DatabaseSync } from "node:sqlite";
import { create, makePrivate } from "../../../inbox/sqlite/file.ts";
import type { Fact } from "../../../journal/facts.ts";
import type { FactQuery, JournalStore } from "./journal-store.ts";

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS facts (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, row INTEGER, session_key TEXT, fact TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS facts_at ON facts (at);
  CREATE INDEX IF NOT EXISTS facts_row ON facts (row) WHERE row IS NOT NULL;
  CREATE INDEX IF NOT EXISTS facts_session ON facts (session_key) WHERE session_key IS NOT NULL;`;

const CONDITIONS = [
  ["row", "row = ?"],
  ["sessionKey", "session_key = ?"],
  ["since", "at >= ?"],
  ["until", "at < ?"],
] as const satisfies ReadonlyArray<readonly [keyof FactQuery, string]>;

/** How many facts are read at once. */
const PAGE = 500;

/** Facts in an SQLite file of their own, which one gateway writes. */
export class JournalFile implements JournalStore {
  readonly where: string;
  readonly #db: DatabaseSync;
  readonly #sql: ReturnType<typeof prepare>;

  private constructor(db: DatabaseSync, file: string) {
    this.where = file;
    this.#db = db;
    this.#sql = prepare(db);
  }

  /** @throws Error of SQLite or InboxError, when it cannot be written to */
  static async open(file: string): Promise<JournalFile> {
    const { DatabaseSync } = await import("node:sqlite");
    create(file);
    const db = new DatabaseSync(file);
    try {
      db.exec(SCHEMA);
      makePrivate(file);
      return new JournalFile(db, file);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  async append(facts: readonly Fact[]): Promise<void> {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const fact of facts) this.#insert(fact);
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  async forget(before: number, limit: number): Promise<number> {
    return Number(this.#sql.forget.run(before, limit).changes);
  }

  async *read(query: FactQuery = {}): AsyncGenerator<Fact> {
    const asked = CONDITIONS.filter(([name]) => query[name] !== undefined);
    const where = ["id > ?", ...asked.map(([, condition]) => condition)].join(" AND ");
    const page = this.#db.prepare(`SELECT id, fact FROM facts WHERE ${where} ORDER BY id LIMIT ${PAGE}`);
    const values = asked.map(([name]) => query[name] ?? null);
    for (let after = 0; ; ) {
      const found = page.all(after, ...values);
      for (const { fact } of found) yield JSON.parse(String(fact));
      if (found.length < PAGE) return;
      after = Number(found.at(-1)?.id);
    }
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #insert(fact: Fact): void {
    const row = "row" in fact ? (fact.row ?? null) : null;
    const sessionKey = "sessionKey" in fact ? fact.sessionKey : null;
    this.#sql.insert.run(fact.at, row, sessionKey, JSON.stringify(fact));
  }
}

function prepare(db: DatabaseSync) {
  return {
    insert: db.prepare("INSERT INTO facts (at, row, session_key, fact) VALUES (?, ?, ?, ?)"),
    forget: db.prepare(
      "DELETE FROM facts WHERE id IN (SELECT id FROM facts WHERE at < ? ORDER BY at LIMIT ?)",
    ),
  };
}
