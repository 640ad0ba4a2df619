import type { Client } from "pg";
import { checkServer } from "../database/check-server.ts";
import type { Database } from "../database/database.ts";
import { toInboxError } from "../database/faults.ts";
import { channelOf, channelOfAll } from "../sessions/wake.ts";
import * as statements from "./statements.ts";

/**
 * The connection that says that this process lives: it holds the lock of its row, and the server ends it when the
 * process has been silent for a lease.
 */
export class Pulse {
  readonly id: number;
  readonly #client: Client;
  readonly #schema: string;
  readonly #where: string;

  private constructor(client: Client, { settings, where }: Database, id: number) {
    this.#client = client;
    this.#schema = settings.schema;
    this.#where = where;
    this.id = id;
  }

  /**
   * @param known this process's row, if it has one; it may turn out to have been given up, by the first heartbeat
   * @returns undefined while an earlier connection of the process still holds its lock
   * @throws InboxError
   */
  static async connect(
    database: Database,
    known: number | undefined,
    { onNotified, onBroken }: { onNotified: (rows: readonly number[]) => void; onBroken: () => void },
  ): Promise<Pulse | undefined> {
    const { schema, leaseMs } = database.settings;
    const client = database.client(leaseMs / 2);
    // One that breaks in mid-connect rejects below.
    client.on("error", () => {});
    let isConnecting = true;
    try {
      await client.connect();
      isConnecting = false;
      await checkServer(client, database.where, () => database.client(leaseMs / 2));
      await client.query(`set idle_session_timeout = ${leaseMs}`);
      const id = known ?? (await statements.join(client, database.settings));
      if (!(await statements.tryLock(client, schema, id))) {
        await client.end();
        return undefined;
      }
      client.on("notification", ({ payload = "" }) =>
        onNotified(payload.split(",").filter(Boolean).map(Number)),
      );
      client.on("end", onBroken);
      await client.query(`listen ${channelOf(schema, id)}; listen ${channelOfAll(schema)}`);
      return new Pulse(client, database, id);
    } catch (error) {
      void client.end().catch(() => {});
      throw toInboxError(error, database.where, isConnecting);
    }
  }

  /** @returns false when the others have given this process up */
  beat(): Promise<boolean> {
    return this.#ask((client) => statements.beat(client, this.#schema, this.id));
  }

  others(): Promise<statements.Other[]> {
    return this.#ask((client) => statements.others(client, this.#schema, this.id));
  }

  giveUp(other: statements.Other): Promise<boolean> {
    return this.#ask((client) => statements.giveUp(client, this.#schema, other));
  }

  signOff(): Promise<void> {
    return this.#ask((client) => statements.signOff(client, this.#schema, this.id));
  }

  async close(): Promise<void> {
    await this.#client.end().catch(() => {});
  }

  async #ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await question(this.#client);
    } catch (error) {
      throw toInboxError(error, this.#where);
    }
  }
}
