import { appendFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";
import { seededRandom } from "../../../../src/stand-in/random.ts";
import { comparer } from "../power/compare.ts";
import { toRecord } from "../power/log.ts";

// Claims and completes in groups of random size, and notes in the log of the disk's changes what the inbox has
// promised by then. A checkpoint now and then, so that the WAL begins anew many times.
const [file = "", log = "", seed = "0", groups = "0"] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const inbox = await openSqliteInbox({ file });
const other = new DatabaseSync(file);
const compare = process.env.RECORDER_LOG === undefined ? comparer(file) : undefined;
let count = 0;

for (let group = 0; group < Number(groups); group++) {
  const names = Array.from({ length: 1 + Math.floor(random() * 8) }, () => `n${count++}`);
  const claims = await Promise.all(names.map((name) => inbox.claim(entryOf(name))));
  const ended = claims.filter(() => random() < 0.7).map(({ id }) => id);
  promised({ claimed: names });
  await Promise.all(ended.map((id) => inbox.complete(id)));
  promised({ completed: ended });
  if (random() < 0.1) {
    other.exec("PRAGMA wal_checkpoint");
    promised({});
  }
}
process.kill(process.pid, "SIGKILL");

function entryOf(name: string) {
  const event = { name, text: "x".repeat(random() * 6000) };
  return { event, ids: [name, `${name}-too`], sessionKey: "s", account: "a", transport: "webhook" } as const;
}

/** Without a recorder of system calls, what has changed since the last promise is compared. */
function promised(what: object): void {
  if (compare !== undefined) appendFileSync(log, compare());
  appendFileSync(log, toRecord("P", "-", 0, Buffer.from(JSON.stringify(what))));
}
