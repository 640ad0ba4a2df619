import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterAll } from "vitest";
import { databaseUrl } from "./for-tests.ts";

/**
 * A schema for the tests of one file, one after the other: making one for each would take longer than the tests.
 *
 * @returns empties the inbox in it, if there is one, and gives its name
 */
export function emptySchema(): () => Promise<string> {
  const schema = `test_${randomBytes(6).toString("hex")}`;
  let opened: Promise<pg.Client> | undefined;
  afterAll(async () => {
    const client = await opened;
    await client?.query(`drop schema if exists ${schema} cascade`);
    await client?.end();
  });
  return async () => {
    opened ??= connect();
    const client = await opened;
    const { rows } = await client.query(
      "select tablename from pg_tables where schemaname = $1 and tablename <> 'migration'",
      [schema],
    );
    const tables = rows.map(({ tablename }) => `${schema}.${tablename}`);
    if (tables.length === 0) return schema;
    await client.query(`truncate ${tables.join()}; alter sequence ${schema}.inbox_ids restart`);
    return schema;
  };
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client(await databaseUrl());
  await client.connect();
  return client;
}
