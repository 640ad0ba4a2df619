import type { ClientConfig, Pool, PoolClient, QueryResultRow } from "pg";
import type { PostgresInboxSettings } from "../options.ts";
import type { Driver } from "./driver.ts";
import { toInboxError } from "./faults.ts";

/** One statement: prepared under its name, once in each connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/** How long the database may take to take a connection, and to answer, in ms: Feishu waits 3 s for its answer. */
const CONNECT_MS = 2500;
const ANSWER_MS = 10_000;

/**
 * Plans are made once, for tables of any size: a plan that was made for a small table, or that trusts old statistics,
 * reads the whole table once that has grown.
 */
const PLANS = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off";

/**
 * What statements rely on, whatever is set for the role or the database: each sees what was committed before it, and what
 * it has committed is on disk when it says so.
 */
const COMMITS = `set default_transaction_isolation = 'read committed';
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** The connections that statements go through, but for the one that holds the lease. */
export class Database {
  /** The database in words, without a secret. */
  readonly where: string;
  readonly settings: PostgresInboxSettings;
  readonly #driver: Driver;
  readonly #pool: Pool;

  constructor(driver: Driver, settings: PostgresInboxSettings) {
    this.#driver = driver;
    this.settings = settings;
    this.where = placeOf(settings);
    const { leaseMs, connections } = settings;
    // A process that is paused in the middle of a transaction must not hold up those that take its sessions.
    const session = `${PLANS}; ${COMMITS}; set idle_in_transaction_session_timeout = ${Math.round(leaseMs / 2)}`;
    this.#pool = new driver.Pool({
      ...this.#config(),
      max: connections,
      onConnect: async (client) => void (await client.query(session)),
    });
    // A connection that breaks while it is idle is replaced; whoever needs one hears of it then.
    this.#pool.on("error", () => {});
  }

  /** A connection of its own, not connected yet. @param answerMs how long an answer may take, in ms */
  client(answerMs: number): InstanceType<Driver["Client"]> {
    return new this.#driver.Client({ ...this.#config(), query_timeout: answerMs });
  }

  /** @throws InboxError */
  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    return this.transaction((client) => client.query<Row>(statement).then(({ rows }) => rows), false);
  }

  /**
   * Does several statements on one connection.
   *
   * @param isTransaction whether all of them are done or none
   * @throws InboxError
   */
  async transaction<T>(work: (client: PoolClient) => Promise<T>, isTransaction = true): Promise<T> {
    let client: PoolClient | undefined;
    try {
      client = await this.#pool.connect();
      client.on("error", ignore);
      if (isTransaction) await client.query("begin");
      const done = await work(client);
      if (isTransaction) await client.query("commit");
      this.#release(client);
      return done;
    } catch (error) {
      if (client) await this.#abandon(client, error, isTransaction);
      throw toInboxError(error, this.where, client === undefined);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  /** After a refusal of the database the connection is as good as before; after anything else it is not to be trusted. */
  async #abandon(client: PoolClient, error: unknown, isTransaction: boolean): Promise<void> {
    const isSound = error instanceof this.#driver.DatabaseError && error.severity === "ERROR";
    if (!isSound || !isTransaction) return this.#release(client, !isSound);
    await client.query("rollback").then(
      () => this.#release(client),
      () => this.#release(client, true),
    );
  }

  #release(client: PoolClient, isBroken = false): void {
    client.off("error", ignore);
    client.release(isBroken);
  }

  #config(): ClientConfig {
    const { url, name, schema } = this.settings;
    return {
      connectionString: url,
      application_name: `feishu-dispatch-dedup ${schema} ${name}`.slice(0, 63),
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 1000,
    };
  }
}

function ignore(): void {}

/** @returns the database and its schema, e.g. `db.example.com:5432/bots, schema feishu_dispatch` */
function placeOf({ url, schema }: PostgresInboxSettings): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = parsed ? `${parsed.host || "localhost"}${parsed.pathname}` : "PostgreSQL";
  return `${database}, schema ${schema}`;
}
