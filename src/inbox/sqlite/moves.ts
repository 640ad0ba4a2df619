import type { DatabaseSync } from "node:sqlite";

/**
 * What moving rows needs, within a transaction. Only files that rows were moved into or out of have the table of moves:
 * nothing else looks at it.
 */
export function prepareMoves(db: DatabaseSync) {
  db.exec("CREATE TABLE IF NOT EXISTS moves (digest BLOB PRIMARY KEY, at INTEGER NOT NULL) STRICT");
  return {
    page: db.prepare(`
      SELECT rows.*, events.ids, events.event FROM rows LEFT JOIN events ON events.row = rows.id
      WHERE id > ? ORDER BY id LIMIT ?`),
    hashes: db.prepare("SELECT hash FROM identities WHERE row = ? ORDER BY hash"),
    findMove: db.prepare("SELECT at FROM moves WHERE digest = ?"),
    noteMove: db.prepare("INSERT INTO moves (digest, at) VALUES (?, ?)"),
    waiting: db.prepare("SELECT DISTINCT session_key AS key FROM rows WHERE status = 'pending'"),
    lastId: db.prepare("SELECT coalesce(max(seq), 0) AS id FROM sqlite_sequence WHERE name = 'rows'"),
    insert: db.prepare(`
      INSERT INTO rows (id, status, session_key, account, transport,
        received_at, attempts, retry_at, ended_at, outcome, error, settled_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    insertEvent: db.prepare("INSERT INTO events (row, ids, event) VALUES (?, ?, ?)"),
    insertIdentity: db.prepare("INSERT OR IGNORE INTO identities (hash, row) VALUES (?, ?)"),
  };
}
