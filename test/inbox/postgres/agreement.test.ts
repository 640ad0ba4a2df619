import { test } from "vitest";
import type { InboxOptions } from "../../../src/inbox/inbox.ts";
import { openPostgresInbox } from "../../../src/inbox/postgres.ts";
import { agree } from "../../support/inbox/agreement.ts";
import { emptySchema } from "../../support/postgres/empty-schema.ts";
import { databaseUrl, hasPostgres } from "../../support/postgres/for-tests.ts";

const empty = emptySchema();

test.runIf(hasPostgres())(
  "the PostgreSQL inbox does what the memory inbox does, whatever is asked",
  { timeout: 60_000 },
  async () => {
    const open = async (options: InboxOptions) =>
      openPostgresInbox({ ...options, url: await databaseUrl(), schema: await empty() });
    await agree({ open, numRuns: 30, isOneByOne: true });
  },
);
