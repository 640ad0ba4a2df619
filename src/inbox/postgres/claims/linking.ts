import type { PoolClient } from "pg";
import type { Claim } from "../../row.ts";
import { toIds } from "../../rules/json.ts";
import { link } from "../../rules/link.ts";
import { clockOf, nowBy } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { isConflict } from "../database/faults.ts";
import { type LinkedColumns, toLinked } from "../decode.ts";
import type { PostgresInboxSettings } from "../options.ts";
import { linkedColumns } from "./known.ts";
import type { Wanted } from "./wanted.ts";

/** How often a transaction that met another one is tried in all. */
const MOST = 8;

/**
 * Claims work of which something is known: in one transaction, since what it is decides what is written. All rows that
 * share an identity with it are locked meanwhile, so that none of them is started or ends.
 *
 * @throws InboxError
 */
export async function claimLinked(database: Database, wanted: Wanted): Promise<Claim> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction((client) => new Linking(database, client, wanted).claim());
    } catch (error) {
      // Merges reach rows whose identities nobody has named, and so cannot lock in one order: PostgreSQL ends one of two.
      if (attempt === MOST || !isConflict(error)) throw error;
    }
  }
}

class Linking {
  readonly #client: PoolClient;
  readonly #wanted: Wanted;
  readonly #settings: PostgresInboxSettings;

  constructor({ settings }: Database, client: PoolClient, wanted: Wanted) {
    this.#client = client;
    this.#wanted = wanted;
    this.#settings = settings;
  }

  async claim(): Promise<Claim> {
    await this.#reserve();
    const rows = await this.#lock();
    const old = rows.filter((row) => row.is_old);
    if (old.length > 0) {
      await this.#forget(old.map(({ id }) => id));
      return this.claim();
    }
    const fresh = await this.#fresh();
    const found = link(rows.map(toLinked));
    const id = found?.keeper ?? (await this.#insert());
    if (found) await this.#addTo(id, fresh, found.merged);
    await this.#run("update S.identity set row = $1 where hash = any($2)", [id, fresh]);
    if (!found) return { status: "accepted", id };
    return { status: found.status, id, by: this.#firstKnown(fresh) };
  }

  /** @param fresh the identities that no row had */
  #firstKnown(fresh: readonly Buffer[]): string {
    const isFresh = (hash: Buffer) => fresh.some((other) => other.equals(hash));
    const [hex = ""] = [...this.#wanted.hashes].find(([, hash]) => !isFresh(hash)) ?? [];
    return this.#wanted.names.get(hex) ?? "";
  }

  /** Writes the identities that nobody has, without a row yet; waits for whoever is about to write one of them. */
  async #reserve(): Promise<void> {
    const hashes = [...this.#wanted.hashes.values()].toSorted(Buffer.compare);
    await this.#run(
      "insert into S.identity (hash, row) select h, 0 from unnest($1::bytea[]) as h on conflict do nothing",
      [hashes],
    );
  }

  async #lock(): Promise<LinkedColumns[]> {
    const rows = await this.#run(
      `select ${linkedColumns("$2", "$3")} from S.inbox r
       where r.id in (select row from S.identity where hash = any($1)) order by r.id for update`,
      [[...this.#wanted.hashes.values()], clockOf(this.#settings), this.#settings.settledTtlMs],
    );
    return rows as unknown as LinkedColumns[];
  }

  /** The identities that have no row, in the order in which they were given. */
  async #fresh(): Promise<Buffer[]> {
    const rows = await this.#run(
      `select hash from S.identity i
       where hash = any($1) and not exists (select from S.inbox r where r.id = i.row) order by hash for update`,
      [[...this.#wanted.hashes.values()]],
    );
    const fresh = new Set(rows.map(({ hash }) => (hash as Buffer).toString("hex")));
    return [...this.#wanted.hashes].flatMap(([hex, hash]) => (fresh.has(hex) ? [hash] : []));
  }

  async #forget(ids: readonly string[]): Promise<void> {
    await this.#run("delete from S.identity where row = any($1)", [ids]);
    await this.#run("delete from S.event where row = any($1)", [ids]);
    await this.#run("delete from S.inbox where id = any($1)", [ids]);
  }

  async #insert(): Promise<number> {
    const { entry, event } = this.#wanted;
    const [row] = await this.#run(
      `insert into S.inbox (session_key, account, transport, received_at) values ($1, $2, $3, ${nowBy("$4")}) returning id`,
      [entry.sessionKey, entry.account, entry.transport, clockOf(this.#settings)],
    );
    await this.#run("insert into S.event (row, ids, event) values ($1, $2, $3)", [
      row?.id,
      JSON.stringify([...this.#wanted.names.values()]),
      event,
    ]);
    return Number(row?.id);
  }

  async #addTo(keeper: number, fresh: readonly Buffer[], merged: readonly number[]): Promise<void> {
    const added: string[] = [];
    for (const id of merged) {
      const [row] = await this.#run("delete from S.event where row = $1 returning ids", [id]);
      added.push(...toIds((row?.ids as string) ?? null));
      await this.#run("update S.identity set row = $1 where row = $2", [keeper, id]);
      await this.#run(
        `update S.inbox set outcome = 'merged', ended_at = ${nowBy("$2")}, retry_at = null where id = $1`,
        [id, clockOf(this.#settings)],
      );
    }
    added.push(...fresh.flatMap((hash) => this.#wanted.names.get(hash.toString("hex")) ?? []));
    if (added.length === 0) return;
    await this.#run("update S.event set ids = (ids::jsonb || $2::jsonb)::text where row = $1", [
      keeper,
      JSON.stringify(added),
    ]);
  }

  /** `S.` stands for the schema. */
  async #run(text: string, values: unknown[]): Promise<Array<Record<string, unknown>>> {
    const { rows } = await this.#client.query(text.replaceAll("S.", `${this.#settings.schema}.`), values);
    return rows;
  }
}
