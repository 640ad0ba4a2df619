import { openSqliteInboxAdmin } from "../../../../src/inbox/sqlite.ts";

// An operator's command: puts the dead letters back.
const [file = "", ...ids] = process.argv.slice(2);
const admin = await openSqliteInboxAdmin({ file });
for (const id of ids) await admin.retry(Number(id));
await admin.close();
