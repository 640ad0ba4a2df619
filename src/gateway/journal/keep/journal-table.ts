import { randomUUID } from "node:crypto";
import type { Database } from "../../../inbox/postgres/database/database.ts";
import { opened } from "../../../inbox/postgres/database/open.ts";
import type { PostgresInboxOptions } from "../../../inbox/postgres/options.ts";
import type { Fact } from "../../../journal/facts.ts";
import type { FactQuery, JournalStore, KeptFact } from "./journal-store.ts";

/** Facts are written one batch after the other, beside the inbox's own connections; the least that a pool can have. */
const CONNECTIONS = 2;

/** How many facts are read at once. */
const PAGE = 500;

const CONDITIONS = [
  ["row", (value) => `row = ${value}::bigint`],
  ["sessionKey", (value) => `session_key = ${value}::text`],
  ["since", (value) => `at >= ${value}::bigint`],
  ["until", (value) => `at < ${value}::bigint`],
] as const satisfies ReadonlyArray<readonly [keyof FactQuery, (parameter: string) => string]>;

/** Where a page of facts begins: behind this one. */
interface Cursor {
  readonly at: string;
  readonly run: string;
  readonly seq: string;
}

interface Columns extends Cursor {
  readonly gateway: string;
  readonly fact: Fact;
}

const BEGINNING: Cursor = { at: "-1", run: "00000000-0000-0000-0000-000000000000", seq: "0" };

/** Facts in a table beside the inbox in PostgreSQL, which any number of gateways write. */
export class JournalTable implements JournalStore {
  readonly where: string;
  readonly #database: Database;
  readonly #table: string;
  /** `seq` counts anew with each start of a gateway: this tells the starts apart. */
  readonly #run = randomUUID();

  private constructor(database: Database) {
    this.#database = database;
    this.#table = `${database.settings.schema}.journal`;
    this.where = database.where;
  }

  /** @throws InboxError when the table is not there, or may not be read */
  static async open(options: PostgresInboxOptions): Promise<JournalTable> {
    return opened({ ...options, connections: CONNECTIONS }, async (database) => {
      const table = new JournalTable(database);
      await database.query({
        name: "journal-is-there",
        text: `select from ${table.#table} limit 0`,
        values: [],
      });
      return table;
    });
  }

  /** Nobody waits for the disk: the setting is of this one transaction. */
  async append(facts: readonly Fact[]): Promise<void> {
    await this.#database.query({
      name: "keep-facts",
      text: `
        with asynchronous as materialized (select set_config('synchronous_commit', 'off', true))
        insert into ${this.#table} (run, gateway, seq, at, row, session_key, fact)
        select $1::uuid, $2::text, f.* from asynchronous,
          unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::json[]) f
        on conflict do nothing`,
      values: [
        this.#run,
        this.#database.settings.name,
        facts.map(({ seq }) => seq),
        facts.map(({ at }) => at),
        facts.map((fact) => ("row" in fact ? (fact.row ?? null) : null)),
        facts.map((fact) => ("sessionKey" in fact ? fact.sessionKey : null)),
        facts.map((fact) => JSON.stringify(fact)),
      ],
    });
  }

  async forget(before: number, limit: number): Promise<number> {
    const forgotten = await this.#database.query({
      name: "forget-facts",
      // By where they are: nothing else is read for it, whatever is known of the table's size. They are never updated.
      text: `delete from ${this.#table} where ctid = any (array(
          select ctid from ${this.#table} where at < $1::bigint order by at limit $2::int
        )) returning seq`,
      values: [before, limit],
    });
    return forgotten.length;
  }

  async *read(query: FactQuery = {}): AsyncGenerator<KeptFact> {
    for (let after = BEGINNING; ; ) {
      const page = await this.#page(query, after);
      for (const { fact, gateway } of page) yield { ...fact, gateway };
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      after = last;
    }
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  #page(query: FactQuery, { at, run, seq }: Cursor): Promise<Columns[]> {
    const asked = CONDITIONS.filter(([name]) => query[name] !== undefined);
    const where = asked.map(([, condition], index) => `and ${condition(`$${index + 4}`)}`).join(" ");
    return this.#database.query<Columns>({
      name: ["read-facts", ...asked.map(([name]) => name)].join("-"),
      text: `select at, run, seq, gateway, fact from ${this.#table}
        where (at, run, seq) > ($1::bigint, $2::uuid, $3::bigint) ${where} order by at, run, seq limit ${PAGE}`,
      values: [at, run, seq, ...asked.map(([name]) => query[name])],
    });
  }
}
