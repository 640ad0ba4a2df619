import { randomBytes } from "node:crypto";
import pg from "pg";
import { onTestFinished } from "vitest";
import { findPostgres } from "./programs.ts";
import { type PostgresServer, startPostgres } from "./server.ts";

/** What makes tests fail that would be skipped because there is no PostgreSQL: any value. */
const REQUIRED = "TEST_POSTGRES_REQUIRED";

/** Of this worker: test files share it. Kept where it is found again when a file gets its modules anew. */
const shared: { server?: Promise<PostgresServer>; isTold?: true } =
  Object(process)[Symbol.for("test postgres")] ?? {};
Object.assign(process, { [Symbol.for("test postgres")]: shared });

/** Whether a server of its own can be started, for tests that end and restart it: `test.runIf(canStartPostgres())`. */
export function canStartPostgres(): boolean {
  return isThere(findPostgres() !== undefined);
}

/** Whether there is one to test with: `test.runIf(hasPostgres())`. */
export function hasPostgres(): boolean {
  return isThere(process.env.DATABASE_URL !== undefined || findPostgres() !== undefined);
}

/**
 * The database that tests share, as a superuser: that of `DATABASE_URL`, or of a server that is started for this
 * worker when the first test asks. Each test makes a schema of its own in it: {@link freshSchema}.
 */
export async function databaseUrl(): Promise<string> {
  if (process.env.DATABASE_URL) return process.env.DATABASE_URL;
  shared.server ??= startPostgres().then((server) => {
    server.unref();
    return server;
  });
  return (await shared.server).url;
}

/** The name of a schema for the running test alone, dropped after it with all it contains. */
export function freshSchema(): string {
  const schema = `test_${randomBytes(6).toString("hex")}`;
  onTestFinished(async () => {
    const client = new pg.Client(await databaseUrl());
    await client.connect();
    await client.query(`drop schema if exists ${schema} cascade`);
    await client.end();
  });
  return schema;
}

function isThere(found: boolean): boolean {
  if (found) return true;
  const what = "no PostgreSQL for the tests: npm ci brings one; so do DATABASE_URL and Debian's postgresql";
  if (process.env[REQUIRED]) throw new Error(what);
  if (!shared.isTold) process.stderr.write(`${what}. They are skipped.\n`);
  shared.isTold = true;
  return false;
}
