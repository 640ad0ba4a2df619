import type { InboxItem, InboxRow, InboxStats, ListQuery } from "../inbox.ts";
import { toHash } from "../rules/hash.ts";
import { ANSWERED, DEFAULT_LIST_LIMIT } from "../rules/limits.ts";
import type { Database } from "./database/database.ts";
import { type Columns, toItem, toRow } from "./decode.ts";
import { waits } from "./waits.ts";

/** Every look into the tables that does not depend on who holds what. */
export class Reads {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async get(id: number): Promise<InboxItem | undefined> {
    const s = this.#schema;
    const [columns] = await this.#database.query<Columns>({
      name: "get",
      text: `select i.*, e.ids, e.event from ${s}.inbox i left join ${s}.event e on e.row = i.id where i.id = $1`,
      values: [id],
    });
    return columns && toItem(columns);
  }

  /**
   * Up to `limit` pending rows after the given one, in order of arrival.
   *
   * @param me the process that asks: not what is in sessions that another living process holds
   */
  async pending(me: number, after: number, limit: number, sessionKey?: string): Promise<InboxItem[]> {
    const s = this.#schema;
    const found = await this.#database.query<Columns>({
      name: sessionKey === undefined ? "pending" : "pending-of",
      text: `
        select i.*, e.ids, e.event from ${s}.inbox i left join ${s}.event e on e.row = i.id
        where i.id > $1 and ${sessionKey === undefined ? "i.ended_at is null" : `i.session_key = $4 and ${waits("i")}`}
          and not exists (
            select from ${s}.session o join ${s}.gateway g on g.id = o.owner
            where o.key = i.session_key and o.owner <> $3 and g.left_at is null
          )
        order by i.id limit $2`,
      values: [after, limit, me, ...(sessionKey === undefined ? [] : [sessionKey])],
    });
    return found.map(toItem);
  }

  async list(query: ListQuery): Promise<InboxRow[]> {
    const s = this.#schema;
    const { limit = DEFAULT_LIST_LIMIT, order = "oldest" } = query;
    const { where, values } = fitting(query, s);
    const found = await this.#database.query<Columns>({
      name: nameOf(`list ${order} ${where}`),
      text: `
        select i.*, e.ids from ${s}.inbox i left join ${s}.event e on e.row = i.id
        where ${where} order by i.id ${order === "oldest" ? "asc" : "desc"} limit $${values.push(limit)}`,
      values,
    });
    return found.map(toRow);
  }

  async count(query: ListQuery): Promise<number> {
    const { where, values } = fitting(query, this.#schema);
    const text = `select count(*) as count from ${this.#schema}.inbox i where ${where}`;
    const [row] = await this.#database.query<{ count: string }>({
      name: nameOf(`count ${where}`),
      text,
      values,
    });
    return Number(row?.count);
  }

  async stats(): Promise<InboxStats> {
    const s = this.#schema;
    const [counts] = await this.#database.query<Record<string, string | null>>({
      name: "stats",
      text: `select
        (select count(*) from ${s}.inbox i where ${STATUS.pending}) as pending,
        (select min(received_at) from ${s}.inbox i where ${STATUS.pending}) as oldest,
        (select count(*) from ${s}.inbox i where ${STATUS.done}) as done,
        (select count(*) from ${s}.inbox i where ${STATUS.dead}) as dead,
        ${["inbox", "event", "identity", "session"].map((it) => `pg_total_relation_size('${s}.${it}')`).join(" + ")} as bytes`,
      values: [],
    });
    const { pending, done, dead, bytes, oldest } = counts ?? {};
    return {
      pending: Number(pending),
      done: Number(done),
      dead: Number(dead),
      bytes: Number(bytes),
      ...(oldest ? { oldestPendingAt: Number(oldest) } : {}),
    };
  }

  get #schema(): string {
    return this.#database.settings.schema;
  }
}

const STATUS = {
  pending: "i.ended_at is null",
  done: "i.outcome is not null",
  dead: "i.ended_at is not null and i.outcome is null",
};

/** Rows that fit a query. */
function fitting(query: ListQuery, s: string): { readonly where: string; readonly values: unknown[] } {
  const { status, sessionKey, identity, unanswered, after = 0, before } = query;
  const values: unknown[] = [after];
  const where = ["i.id > $1"];
  if (before !== undefined) where.push(`i.id < $${values.push(before)}`);
  if (status) where.push(STATUS[status]);
  if (sessionKey !== undefined) where.push(`i.session_key = $${values.push(sessionKey)}`);
  if (unanswered)
    where.push(`(${STATUS.dead} or i.outcome is not null and i.outcome <> all($${values.push(ANSWERED)}))`);
  if (identity !== undefined)
    where.push(`i.id = (select row from ${s}.identity where hash = $${values.push(toHash(identity))})`);
  return { where: where.join(" and "), values };
}

/** A prepared statement has a short name, by what it asks. */
function nameOf(text: string): string {
  return `${text.split(" ")[0]}-${toHash(text).toString("base64url").slice(0, 40)}`;
}
