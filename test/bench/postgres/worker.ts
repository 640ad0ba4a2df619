/**
 * A gateway's inbox and nothing behind it: a turn ends as soon as it has begun. Does what its parent says, and takes
 * nothing before it is told to begin.
 */

import type { InboxItem } from "../../../src/inbox/inbox.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";

const [url = "", schema = "", name = ""] = process.argv.slice(2);
const inbox = await openPostgresInbox({ url, schema, name });

/** Rows that wait, by session. */
const waiting = new Map<string, number[]>();
const seen = new Set<number>();
const claimedAt = new Map<number, bigint>();
const waits: number[] = [];
let done = 0;
/** When turns began, and when their ends were written. */
const starts: bigint[] = [];
let lastAt = 0n;
let begun: Promise<void> | undefined;

function timeOf({ event }: InboxItem): bigint {
  return BigInt(Object(event).at ?? 0);
}

function add(id: number, sessionKey: string, at: bigint): void {
  seen.add(id);
  claimedAt.set(id, at);
  const line = waiting.get(sessionKey);
  if (line) return void line.push(id);
  waiting.set(sessionKey, [id]);
  void run(sessionKey);
}

/** One turn after the other. The end of a turn is written together with the start of the next one. */
async function run(sessionKey: string): Promise<void> {
  const line = waiting.get(sessionKey) ?? [];
  for (let id = line.shift(); id !== undefined; id = line.shift()) {
    const epoch = inbox.sharing?.epochOf(sessionKey);
    const attempt = await inbox.start(id, { epoch });
    if (attempt === undefined) continue;
    const now = process.hrtime.bigint();
    starts.push(now);
    waits.push(Number(now - (claimedAt.get(id) ?? 0n)) / 1e6);
    claimedAt.delete(id);
    void inbox.complete(id, "completed", { epoch }).then(() => {
      done += 1;
      lastAt = process.hrtime.bigint();
    });
  }
  waiting.delete(sessionKey);
}

async function begin(): Promise<void> {
  inbox.watch({ arrived: (item) => add(item.id, item.sessionKey, timeOf(item)) });
  for await (const item of inbox.pending())
    if (inbox.sharing?.epochOf(item.sessionKey) !== undefined && !seen.has(item.id))
      add(item.id, item.sessionKey, timeOf(item));
}

process.on("message", async (message: Command) => {
  if (message.do === "end") {
    await begun;
    await inbox.close();
    process.exit();
  }
  if (message.do === "claim") {
    const at = process.hrtime.bigint();
    const { sessionKey, id: name } = message;
    const event = { at: String(at), text: "x".repeat(1000) };
    const ids = [name, `${name}-m`, `${name}-c`];
    const { id } = await inbox.claim({ event, ids, sessionKey, account: "bench", transport: "webhook" });
    if (inbox.sharing?.epochOf(sessionKey) !== undefined && !seen.has(id)) add(id, sessionKey, at);
  }
  if (message.do === "begin") begun = begin();
  if (message.do === "count") process.send?.({ done });
  if (message.do === "tell") process.send?.({ waits, starts: starts.map(String), lastAt: String(lastAt) });
});
process.send?.({ ready: true });

/** What a worker can be told. */
export type Command =
  | { readonly do: "claim"; readonly sessionKey: string; readonly id: string }
  | { readonly do: "begin" | "count" | "tell" | "end" };
