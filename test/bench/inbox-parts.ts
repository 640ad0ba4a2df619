import { hash, randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import type { InboxEntry } from "../../src/inbox/inbox.ts";
import { configure, OWNER } from "../../src/inbox/sqlite/file.ts";
import { migrate } from "../../src/inbox/sqlite/schema.ts";
import type { Cost } from "./report/result.ts";

/** An event of a usual size (1.2 KB as JSON), with three identities. */
export function randomEntry(): InboxEntry {
  const name = randomBytes(16).toString("hex");
  return {
    event: { schema: "2.0", header: { event_id: name }, event: { message: { content: "x".repeat(1100) } } },
    ids: [
      `event:${name}`,
      `message:om_${name}`,
      `content:oc_${name}:ou_${name}:1760000000000:${name}${name}`,
    ],
    sessionKey: `agent:main:feishu:direct:ou_${name}`,
    account: "default",
    transport: "websocket",
  };
}

/**
 * The peer: `node:sqlite` with nothing around it. The same tables and settings, the same rows, one commit for
 * each group; but no look-up of duplicates, no promises, no checks, no retention.
 *
 * @returns writes one group and commits it
 */
export function bareLoop(file: string): {
  write: (entries: readonly InboxEntry[]) => void;
  close: () => void;
} {
  const db = new DatabaseSync(file);
  configure(db, OWNER);
  migrate(db, file);
  const row = db.prepare(`INSERT INTO rows (status, session_key, account, transport, received_at)
    VALUES ('pending', ?, ?, ?, ?)`);
  const event = db.prepare("INSERT INTO events (row, ids, event) VALUES (?, ?, ?)");
  const identity = db.prepare("INSERT OR IGNORE INTO identities (hash, row) VALUES (?, ?)");
  const write = (entries: readonly InboxEntry[]) => {
    db.exec("BEGIN IMMEDIATE");
    for (const entry of entries) {
      const { sessionKey, account, transport, ids } = entry;
      const { lastInsertRowid } = row.run(sessionKey, account, transport, Date.now());
      event.run(lastInsertRowid, JSON.stringify(ids), JSON.stringify(entry.event));
      for (const id of ids) identity.run(hash("sha256", id, "buffer").subarray(0, 16), lastInsertRowid);
    }
    db.exec("COMMIT");
  };
  return { write, close: () => db.close() };
}

/** What a round of claims came to. Times of one claim, in µs. */
export interface Measured {
  readonly each: Cost;
  /** What the slowest of a hundred have waited for their acknowledgement. */
  readonly p99: Cost;
}

/** Measures a round. @param work makes claims, and returns how long each has waited, in µs */
export async function measured(
  work: () => Promise<readonly number[]> | readonly number[],
): Promise<Measured> {
  const cpuBefore = process.threadCpuUsage();
  const begun = performance.now();
  const waits = await work();
  const wall = (performance.now() - begun) * 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  const sorted = waits.toSorted((a, b) => a - b);
  return {
    each: { wall: wall / waits.length, cpu: (user + system) / waits.length },
    p99: { wall: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN },
  };
}
