import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { openSqliteInbox } from "../../src/inbox/sqlite.ts";
import { describeInbox } from "../support/inbox/contract.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

describeInbox("the SQLite inbox", (options) => {
  const folder = mkdtempSync(join(tmpdir(), "inbox-"));
  folders.push(folder);
  return openSqliteInbox({ ...options, file: join(folder, "inbox.db") });
});
