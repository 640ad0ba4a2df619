import { migrate } from "./database/migrate.ts";
import { MIGRATIONS } from "./database/migrations.ts";
import { opened } from "./database/open.ts";
import type { PostgresInboxOptions } from "./options.ts";

/**
 * Makes the inbox's schema, or brings it to the newest version, and nothing else: for a role that owns it, so that the
 * gateways' role need not own anything.
 *
 * @returns the version that it has now
 * @throws InboxError
 */
export async function makeSchema(options: Pick<PostgresInboxOptions, "url" | "schema">): Promise<number> {
  return opened(options, async (database) => {
    await migrate(database);
    await database.close();
    return MIGRATIONS.length;
  });
}

/** What a gateway does to rows, and what is kept there for it alone. */
const WORKED_ON = ["gateway", "session", "inbox", "event", "identity"];
/** Where rows come and go, and are never changed. */
const WRITTEN_ONCE = ["move", "journal"];
const SEQUENCES = ["inbox_ids", "epochs"];

/** Everything that the role of gateways and of operators' commands needs, as statements for the schema's owner. */
export function grantsFor(schema: string, role: string): string[] {
  const to = `to "${role.replaceAll('"', '""')}";`;
  const all = (names: readonly string[]) => names.map((name) => `${schema}.${name}`).join(", ");
  return [
    `grant usage on schema ${schema} ${to}`,
    `grant select, insert, update, delete on ${all(WORKED_ON)} ${to}`,
    `grant usage on sequence ${all(SEQUENCES)} ${to}`,
    `grant select on ${schema}.migration ${to}`,
    `grant select, insert, delete on ${all(WRITTEN_ONCE)} ${to}`,
  ];
}
