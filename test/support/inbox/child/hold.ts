import { openSqliteInbox } from "../../../../src/inbox/sqlite.ts";

// A gateway that has the inbox open and does nothing, until somebody ends it.
const [file = ""] = process.argv.slice(2);
try {
  await openSqliteInbox({ file });
  process.send?.("open");
  setInterval(() => {}, 60_000);
} catch (error) {
  process.send?.(error instanceof Error ? error.message : "?", () => process.exit(3));
}
