import { onTestFinished } from "vitest";
import { Database, type Statement } from "../../../src/inbox/postgres/database/database.ts";
import { loadDriver } from "../../../src/inbox/postgres/database/driver.ts";
import { migrate } from "../../../src/inbox/postgres/database/migrate.ts";
import { PostgresInbox } from "../../../src/inbox/postgres/inbox.ts";
import { checkOptions, type PostgresInboxOptions } from "../../../src/inbox/postgres/options.ts";

/** Does something before a statement is sent or after it was answered, by its name. */
export type Interpose = (statement: Statement, send: () => Promise<unknown>) => Promise<unknown>;

/** A database in which a test can step between question and answer. */
export class InterposedDatabase extends Database {
  interpose: Interpose = (_, send) => send();

  override async query<Row>(statement: Statement): Promise<Row[]> {
    return (await this.interpose(statement, () => super.query(statement))) as Row[];
  }
}

/** A schema that is ready, and a process that has joined in it: its number. */
export async function interposed(options: PostgresInboxOptions) {
  const database = new InterposedDatabase(await loadDriver(), checkOptions(options));
  onTestFinished(() => database.close());
  await migrate(database);
  const { schema } = database.settings;
  const text = `insert into ${schema}.gateway (name, lease_ms) values ('me', 60000) returning id`;
  const [gateway] = await database.query<{ id: number }>({ name: "join", text, values: [] });
  return { database, me: Number(gateway?.id) };
}

/** The inbox of one gateway over such a database. */
export async function interposedInbox(options: PostgresInboxOptions) {
  const database = new InterposedDatabase(await loadDriver(), checkOptions(options));
  await migrate(database);
  const inbox = await PostgresInbox.join(database);
  onTestFinished(() => inbox.close());
  return { database, inbox };
}
