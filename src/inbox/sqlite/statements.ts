import type { DatabaseSync } from "node:sqlite";
import { ANSWERED } from "../rules/limits.ts";

/** What the writer needs, prepared once for each connection. */
export function prepareWrites(db: DatabaseSync) {
  return {
    find: db.prepare(`
      SELECT rows.id, rows.status, rows.attempts, rows.settled_at
      FROM identities JOIN rows ON rows.id = identities.row WHERE identities.hash = ?`),
    insertRow: db.prepare(`
      INSERT INTO rows (status, session_key, account, transport, received_at)
      VALUES ('pending', ?, ?, ?, ?)`),
    insertEvent: db.prepare("INSERT INTO events (row, ids, event) VALUES (?, ?, ?)"),
    insertIdentity: db.prepare("INSERT INTO identities (hash, row) VALUES (?, ?)"),
    readIds: db.prepare("SELECT ids FROM events WHERE row = ?"),
    addId: db.prepare(`
      UPDATE events SET ids = json_insert(iif(json_valid(ids), ids, '[]'), '$[#]', ?) WHERE row = ?`),
    moveIdentities: db.prepare("UPDATE identities SET row = ? WHERE row = ?"),
    start: db.prepare(`
      UPDATE rows SET attempts = attempts + 1, retry_at = NULL
      WHERE id = ? AND status = 'pending' RETURNING attempts`),
    end: db.prepare(`
      UPDATE rows SET status = 'done', outcome = ?, ended_at = ?, settled_at = ?, retry_at = NULL
      WHERE id = ? AND status IN ('pending', ?)`),
    deleteEvent: db.prepare("DELETE FROM events WHERE row = ?"),
    deleteOldEvents: db.prepare(
      "DELETE FROM events WHERE (SELECT status = 'done' AND ended_at <= ? FROM rows WHERE id = events.row)",
    ),
    retryLater: db.prepare("UPDATE rows SET error = ?, retry_at = ? WHERE id = ? AND status = 'pending'"),
    giveUp: db.prepare(`
      UPDATE rows SET status = 'dead', error = ?, ended_at = ?, retry_at = NULL
      WHERE id = ? AND status = 'pending'`),
    requeue: db.prepare(`
      INSERT INTO rows (status, session_key, account, transport, received_at, error)
      SELECT 'pending', session_key, account, transport, received_at, coalesce(error, outcome)
      FROM rows WHERE id = ? AND (status = 'dead' OR (status = 'done' AND id IN (SELECT row FROM events)))`),
    moveEvent: db.prepare("UPDATE events SET row = ? WHERE row = ?"),
    expired: db.prepare(`
      SELECT id FROM rows WHERE status = 'done' AND settled_at <= ? ORDER BY settled_at LIMIT ?`),
    stamp: db.prepare("UPDATE rows SET settled_at = ? WHERE status = 'done' AND settled_at IS NULL"),
    deleteIdentities: db.prepare("DELETE FROM identities WHERE row = ?"),
    probe: db.prepare("UPDATE owner SET probes = probes + 1"),
    deleteRow: db.prepare("DELETE FROM rows WHERE id = ?"),
  };
}

const COLUMNS = `
  SELECT rows.*, events.ids, events.event
  FROM rows LEFT JOIN events ON events.row = rows.id`;

const WORDS = ANSWERED.map((word) => `'${word}'`).join();

/** Rows that fit a query. */
const FITTING = `
  WHERE id > :after
    AND (:before IS NULL OR id < :before)
    AND (:status IS NULL OR status = :status)
    AND (:sessionKey IS NULL OR session_key = :sessionKey)
    AND (:hash IS NULL OR id IN (SELECT row FROM identities WHERE hash = :hash))
    AND (:unanswered = 0 OR status = 'dead' OR (status = 'done' AND outcome NOT IN (${WORDS})))`;

const LISTED = `
  SELECT rows.*, events.ids FROM rows LEFT JOIN events ON events.row = rows.id ${FITTING}`;

/** What is read outside of a transaction. */
export function prepareReads(db: DatabaseSync) {
  return {
    get: db.prepare(`${COLUMNS} WHERE id = ?`),
    pending: db.prepare(
      `${COLUMNS} WHERE status <> 'done' AND status = 'pending' AND id > ? ORDER BY id LIMIT ?`,
    ),
    pendingOf: db.prepare(`
      ${COLUMNS} WHERE status = 'pending' AND session_key = ? AND id > ? ORDER BY id LIMIT ?`),
    oldest: db.prepare(`${LISTED} ORDER BY id LIMIT :limit`),
    newest: db.prepare(`${LISTED} ORDER BY id DESC LIMIT :limit`),
    count: db.prepare(`SELECT count(*) AS count FROM rows ${FITTING}`),
    open: db.prepare(`
      SELECT status, count(*) AS count, min(received_at) AS oldest
      FROM rows WHERE status <> 'done' GROUP BY status`),
    done: db.prepare("SELECT count(*) AS count FROM rows WHERE status = 'done'"),
    bytes: db.prepare("SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()"),
    lastSettled: db.prepare("SELECT max(settled_at) AS at FROM rows WHERE status = 'done'"),
    lastId: db.prepare("SELECT coalesce(max(id), 0) AS id FROM rows"),
    dataVersion: db.prepare("PRAGMA data_version"),
  };
}
