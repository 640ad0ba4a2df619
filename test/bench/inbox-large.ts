import { statSync } from "node:fs";
import { join } from "node:path";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { randomEntry } from "./inbox-parts.ts";

const SETTLED = 1_000_000;
const PENDING = 10_000;
const GROUP = 1000;

/** A gateway that starts after a busy day: how large is its inbox, how long until all that waits is read? */
export async function benchLarge(dir: string): Promise<void> {
  const file = join(dir, "large.db");
  await fill(file);
  const megabytes = (statSync(file).size / 2 ** 20).toFixed(0);
  const begun = performance.now();
  const inbox = await openSqliteInbox({ file });
  const opened = performance.now();
  let read = 0;
  for await (const item of inbox.pending()) read += item.attempts === 0 ? 1 : 0;
  const done = performance.now();
  const stats = await inbox.stats();
  const counted = performance.now();
  await inbox.close();
  console.log(`${stats.done} settled and ${read} pending rows: ${megabytes} MiB on disk`);
  console.log(
    `opened in ${(opened - begun).toFixed(1)} ms, pending rows read in ${(done - opened).toFixed(0)} ms`,
  );
  console.log(`stats() in ${(counted - done).toFixed(0)} ms`);
}

async function fill(file: string): Promise<void> {
  const inbox = await openSqliteInbox({ file });
  for (let settled = 0; settled < SETTLED; settled += GROUP) {
    const claims = await Promise.all(Array.from({ length: GROUP }, () => inbox.claim(randomEntry())));
    await Promise.all(claims.map(({ id }) => inbox.complete(id)));
  }
  for (let pending = 0; pending < PENDING; pending += GROUP) {
    await Promise.all(Array.from({ length: GROUP }, () => inbox.claim(randomEntry())));
  }
  await inbox.close();
}
