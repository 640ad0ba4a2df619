import { describe } from "vitest";
import { openPostgresInbox } from "../../src/inbox/postgres.ts";
import { describeInbox } from "../support/inbox/contract.ts";
import { emptySchema } from "../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../support/postgres/for-tests.ts";

describe.runIf(hasPostgres())("with a database", () => {
  const empty = emptySchema();
  describeInbox("the PostgreSQL inbox", async (options) => {
    const inbox = await openPostgresInbox({ ...options, url: await databaseUrl(), schema: await empty() });
    return inbox;
  });
});
