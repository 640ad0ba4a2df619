import { join } from "node:path";
import { test } from "vitest";
import type { InboxOptions } from "../../src/inbox/inbox.ts";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { agree } from "../support/inbox/agreement.ts";
import { memoryFolder } from "../support/inbox/temp.ts";

test("the SQLite inbox does what the memory inbox does, whatever is asked", { timeout: 60_000 }, async () => {
  const folder = memoryFolder();
  let run = 0;
  const open = (options: InboxOptions) => openSqliteInbox({ ...options, file: join(folder, `${run++}.db`) });
  await agree({ open, numRuns: 500 });
});
