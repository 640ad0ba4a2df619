import type { Client } from "pg";
import { type CarriedRow, knownThere, type Movable, PAGE } from "../../move/movable.ts";
import { checkServer } from "../database/check-server.ts";
import type { Database } from "../database/database.ts";
import { toInboxError } from "../database/faults.ts";
import { checkVersion, migrate } from "../database/migrate.ts";
import { opened } from "../database/open.ts";
import type { PostgresInboxOptions } from "../options.ts";
import { beginAlone } from "./alone.ts";
import { insertPage, type PageColumns, readPage, reserveIds } from "./statements.ts";

/** How long one statement may take, in ms: there may be millions of rows. */
const ANSWER_MS = 600_000;

/**
 * Opens an inbox in PostgreSQL to move rows out of it, or into it.
 *
 * @param mustExist whether a schema that is not there is a mistake rather than a new inbox
 * @throws InboxError `ERR_INBOX_HELD` while a gateway works with it
 */
export async function openPostgresMovable(
  options: Pick<PostgresInboxOptions, "url" | "schema">,
  mustExist: boolean,
): Promise<Movable> {
  return opened(options, async (database) => {
    await (mustExist ? checkVersion(database) : migrate(database));
    const movable = new PostgresMovable(database);
    await movable.begin();
    return movable;
  });
}

class PostgresMovable implements Movable {
  readonly where: string;
  readonly #database: Database;
  readonly #schema: string;
  readonly #client: Client;

  constructor(database: Database) {
    this.#database = database;
    this.where = `at ${database.where}`;
    this.#schema = database.settings.schema;
    this.#client = database.client(ANSWER_MS);
    // Whoever asks next hears of it.
    this.#client.on("error", () => {});
  }

  async begin(): Promise<void> {
    try {
      await this.#client.connect();
      const another = () => this.#database.client(ANSWER_MS);
      await checkServer(this.#client, this.#database.where, another);
      await beginAlone(this.#client, this.#database);
    } catch (error) {
      await this.#client.end().catch(() => {});
      throw toInboxError(error, this.#database.where);
    }
  }

  async *pages(): AsyncGenerator<readonly CarriedRow[]> {
    for (let after = 0; ; ) {
      const limit = PAGE;
      const found = await this.#do((client) => readPage(client, this.#schema, { after, limit }));
      const page = found.map(carried);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last.id;
    }
  }

  async hasTaken(digest: Uint8Array): Promise<boolean> {
    const text = `select from ${this.#schema}.move where digest = $1`;
    const { rowCount } = await this.#do((client) => client.query(text, [Buffer.from(digest)]));
    return rowCount === 1;
  }

  async waiting(): Promise<ReadonlySet<string>> {
    const text = `select distinct session_key as key from ${this.#schema}.inbox where ended_at is null`;
    const { rows } = await this.#do((client) => client.query(text));
    return new Set(rows.map(({ key }) => key));
  }

  async take(pages: AsyncIterable<readonly CarriedRow[]>, lastId: number, digest: Uint8Array): Promise<void> {
    const s = this.#schema;
    const offset = await this.#do((client) => reserveIds(client, s, lastId));
    for await (const page of pages)
      if (!(await this.#do((client) => insertPage(client, s, { page, offset }))))
        throw knownThere(this.where);
    const text = `insert into ${s}.move (digest) values ($1)`;
    await this.#do((client) => client.query(text, [Buffer.from(digest)]));
    await this.#do((client) => client.query("commit"));
  }

  async empty(): Promise<void> {
    // Who has got the rows may give them back.
    const tables = ["session", "event", "identity", "move", "inbox"];
    const deletes = tables.map((table) => `delete from ${this.#schema}.${table}`);
    await this.#do((client) => client.query([...deletes, "commit"].join(";")));
  }

  async close(): Promise<void> {
    // What was not committed the server takes back.
    await this.#client.end().catch(() => {});
    await this.#database.close();
  }

  async #do<T>(work: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await work(this.#client);
    } catch (error) {
      throw toInboxError(error, this.#database.where);
    }
  }
}

function carried(columns: PageColumns): CarriedRow {
  const number = (text: string | null) => (text === null ? null : Number(text));
  return {
    id: Number(columns.id),
    sessionKey: columns.session_key,
    account: columns.account,
    transport: columns.transport,
    receivedAt: Number(columns.received_at),
    attempts: columns.attempts,
    retryAt: number(columns.retry_at),
    endedAt: number(columns.ended_at),
    outcome: columns.outcome,
    error: columns.error,
    ids: columns.ids,
    event: columns.event ?? null,
    hashes: columns.hashes,
  };
}
