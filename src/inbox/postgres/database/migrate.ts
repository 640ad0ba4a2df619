import type { ClientBase } from "pg";
import { InboxError } from "../../errors.ts";
import type { Database } from "./database.ts";
import { MIGRATIONS } from "./migrations.ts";

/**
 * Brings the schema to the newest version, all or nothing. Gateways that start at once wait for one another. A role
 * that may not create anything is enough where the version is the newest already.
 *
 * @throws InboxError `ERR_INBOX_VERSION` for a newer schema, `ERR_INBOX_DENIED` when the role may not change it
 */
export async function migrate(database: Database, migrations = MIGRATIONS): Promise<void> {
  const { schema } = database.settings;
  const found = await database.transaction((client) => versionOf(client, schema), false);
  if (found === migrations.length) return;
  const steps = (client: ClientBase) => stepUp(client, database, migrations);
  await database.transaction(steps).catch((error: unknown) => {
    if (!(error instanceof InboxError) || error.code !== "ERR_INBOX_DENIED") throw error;
    const needs = `has format ${found}, this release needs ${migrations.length}, and this role may not change it`;
    const message = `The inbox at ${database.where} ${needs}. Let the role that owns it run: feishu-dispatch-dedup inbox migrate.`;
    throw new InboxError("ERR_INBOX_DENIED", message, { cause: error });
  });
}

async function stepUp(
  client: ClientBase,
  { settings: { schema }, where }: Database,
  migrations: typeof MIGRATIONS,
): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtext('feishu-dispatch-dedup'), hashtext($1))", [
    schema,
  ]);
  const version = await versionOf(client, schema);
  if (version > migrations.length) throw tooNew(where, version, migrations.length);
  if (version === migrations.length) return;
  await client.query(`create schema if not exists ${schema}`);
  await client.query(
    `create table if not exists ${schema}.migration (version integer primary key, at timestamptz not null default now())`,
  );
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue;
    await client.query(migration(schema));
    await client.query(`insert into ${schema}.migration (version) values ($1)`, [index + 1]);
  }
}

/**
 * For those who must not change the schema.
 *
 * @throws InboxError `ERR_INBOX_VERSION` for any version but the newest
 */
export async function checkVersion(database: Database): Promise<void> {
  const version = await database.transaction((client) => versionOf(client, database.settings.schema), false);
  if (version === MIGRATIONS.length) return;
  if (version > MIGRATIONS.length) throw tooNew(database.where, version, MIGRATIONS.length);
  const message = `The inbox at ${database.where} has format ${version}, this release needs ${MIGRATIONS.length}. Start a gateway once to bring it up to date.`;
  throw new InboxError("ERR_INBOX_VERSION", message);
}

async function versionOf(client: ClientBase, schema: string): Promise<number> {
  // Not by to_regclass(), which does not see a schema that another process has made since the transaction began.
  const table = `select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relname = 'migration'`;
  const { rows: found } = await client.query(`select exists (${table}) as is_there`, [schema]);
  if (!found[0]?.is_there) return 0;
  const { rows } = await client.query(`select coalesce(max(version), 0) as version from ${schema}.migration`);
  return Number(rows[0]?.version);
}

function tooNew(where: string, version: number, known: number): InboxError {
  const message = `The inbox at ${where} was written by a newer release (format ${version}, this one knows ${known}). Use that release, or name another schema.`;
  return new InboxError("ERR_INBOX_VERSION", message);
}
