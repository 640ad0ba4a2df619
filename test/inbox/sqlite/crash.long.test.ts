import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { seededRandom } from "../../../src/stand-in/random.ts";
import { ended, heard, killed, start } from "../../support/inbox/child/start.ts";
import { readJournal } from "../../support/inbox/journal.ts";
import { tempFolder } from "../../support/inbox/temp.ts";

const ROUNDS = Number(process.env.INBOX_KILLS ?? 12);
const LONGEST_MS = 150;

test("keeps every acknowledged event through kills at any moment, in order, and reruns nothing that completed", {
  timeout: 30_000 + ROUNDS * 2000,
}, async () => {
  const seed = Number(process.env.INBOX_SEED ?? Date.now() % 2 ** 31);
  const folder = tempFolder();
  const [file, journalFile] = [join(folder, "inbox.db"), join(folder, "journal")];
  await killAll(file, journalFile, seed);
  await ended(start("work.ts", file, journalFile, String(ROUNDS), String(seed), "drain"));

  const { acknowledged, completed, attempts, violations, lines } = readJournal(journalFile);
  const admin = await openSqliteInboxAdmin({ file });
  const rows = await admin.list({ limit: 10_000_000 });
  await admin.close();
  const reruns = [...attempts.values()].filter((count) => count > 1).length;
  console.log(
    `seed ${seed}: ${ROUNDS} kills, ${acknowledged.size} events acknowledged, ${reruns} turns cut off and run again`,
  );
  expect(violations, `seed ${seed}`).toEqual([]);
  const done = new Set(rows.filter((row) => row.status === "done").map((row) => row.id));
  expect([...acknowledged.values()].filter((id) => !done.has(id))).toEqual([]);
  expect(done.size).toBe(rows.length);
  expect([...completed].filter((id) => !done.has(id))).toEqual([]);
  expect(attempts.size).toBe(rows.length);
  expect(rows.filter((row) => row.attempts !== attempts.get(row.id))).toEqual([]);
  expect(reruns).toBeGreaterThan(0);
  expect(lines).toBeGreaterThan(ROUNDS * 10);
  const db = new DatabaseSync(file);
  expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
  db.close();
});

/** Starts one gateway after the other and kills each; some while they recover what the last one left. */
async function killAll(file: string, journalFile: string, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let round = 0; round < ROUNDS; round++) {
    const gateway = start("work.ts", file, journalFile, String(round), String(seed + round));
    if (random() < 0.8) await heard(gateway);
    await setTimeout(random() * LONGEST_MS);
    await killed(gateway);
  }
}
