import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { JournalFile } from "../../../../src/gateway/journal/keep/journal-file.ts";
import { describeJournal } from "../../../support/gateway/journal-contract.ts";
import { tempFolder } from "../../../support/inbox/temp.ts";

describeJournal("a file", async () => {
  const path = join(tempFolder(), "inbox.sqlite.journal");
  const reopen = () => JournalFile.open(path);
  return { store: await reopen(), reopen };
});

test("nobody else may read the file", async () => {
  const path = join(tempFolder(), "inbox.sqlite.journal");
  const file = await JournalFile.open(path);
  expect(statSync(path).mode & 0o077).toBe(0);
  await file.close();
});
