import { closeSync, openSync, writeSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { Inbox } from "../../../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";
import { seededRandom } from "../../../../src/stand-in/random.ts";

// A gateway under load, made to be killed: it finishes what the last one left, then accepts new events and runs
// their turns, one at a time for each session. What it has been promised by the inbox it writes to a journal,
// line by line; what is written there survives the process.
const [file = "", journalFile = "", round = "0", seed = "0", mode = "load"] = process.argv.slice(2);
const SESSIONS = 7;
const SENDERS = 20;
const random = seededRandom(Number(seed));
const journal = openSync(journalFile, "a");
const note = (...words: Array<string | number>) => writeSync(journal, `${words.join(" ")}\n`);

const inbox = await openSqliteInbox({ file });
const lines = new Map<string, Promise<void>>();
for await (const { id, sessionKey } of inbox.pending()) enqueue(inbox, id, sessionKey);
process.send?.("open");
if (mode === "load") await Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)));
await Promise.all(lines.values());
await inbox.close();
closeSync(journal);
process.disconnect?.();

async function send(sender: number): Promise<void> {
  for (let count = 0; ; count++) {
    const isRepeated = count > 0 && random() < 0.1;
    const name = `r${round}s${sender}n${isRepeated ? count - 1 : count}`;
    const sessionKey = `session${Math.floor(random() * SESSIONS)}`;
    const entry = { event: { name }, ids: [`event:${name}`, `message:${name}`], sessionKey };
    const claim = await inbox.claim({ ...entry, account: "a", transport: "websocket" });
    note("claimed", name, claim.status, claim.id);
    if (claim.status === "accepted") enqueue(inbox, claim.id, sessionKey);
    for (let turns = random() * 20; turns > 0; turns--) await setImmediate();
  }
}

function enqueue(from: Inbox, id: number, sessionKey: string): void {
  const line = lines.get(sessionKey) ?? Promise.resolve();
  lines.set(
    sessionKey,
    line.then(() => turn(from, id, sessionKey)),
  );
}

async function turn(from: Inbox, id: number, sessionKey: string): Promise<void> {
  const attempt = await from.start(id);
  if (attempt === undefined) return void note("skipped", id);
  note("started", id, attempt, sessionKey);
  for (let turns = random() * 5; turns > 0; turns--) await setImmediate();
  await from.complete(id);
  note("completed", id);
}
