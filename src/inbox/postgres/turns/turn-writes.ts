import { InboxError } from "../../errors.ts";
import { Backoff } from "../backoff.ts";
import type { Database } from "../database/database.ts";
import { closedError } from "../database/faults.ts";
import type { Health } from "../health.ts";
import { stepOf, writeStep } from "./write-step.ts";
import { type RowWrite, writeTurns } from "./write-turns.ts";

interface TurnWritesOptions {
  readonly database: Database;
  readonly health: Health;
  /** Which process this is, by its row in the database. */
  readonly me: () => number;
}

interface Waiting {
  readonly row: RowWrite;
  readonly resolve: (attempts: number | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Rows that one statement writes at most. */
const MOST = 1000;

/**
 * Writes starts and ends of turns, many in one commit. They wait for the end of a fault of the database; only the end of
 * the inbox rejects them.
 */
export class TurnWrites {
  readonly #options: TurnWritesOptions;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  readonly #backoff = new Backoff();
  #isClosed = false;

  constructor(options: TurnWritesOptions) {
    this.#options = options;
  }

  /** @returns the row's attempts; undefined when nothing was written, as the row is not this process's to write */
  write(row: RowWrite): Promise<number | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    promise.catch(() => {});
    this.#waiting.push({ row, resolve, reject });
    this.#writing ??= this.#writeAll();
    return promise;
  }

  /**
   * Writes what waits.
   *
   * @throws InboxError when a fault keeps it from being written
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    const lost = this.#waiting.splice(0);
    const cause = closedError(this.#options.database.where);
    for (const { reject } of lost) reject(cause);
    const { now } = this.#options.health;
    if (lost.length > 0) throw now.ok ? cause : now.error;
  }

  async #writeAll(): Promise<void> {
    do {
      // What else this turn of the event loop asks for comes along: the start of the next turn with the end of the last one.
      await new Promise(setImmediate);
      if (await this.#writeBatch(this.#takeBatch())) continue;
      if (this.#isClosed) break;
      await this.#backoff.wait();
    } while (this.#waiting.length > 0);
    this.#writing = undefined;
  }

  /** One write for each row: a statement writes a row once. */
  #takeBatch(): Waiting[] {
    const rows = new Set<number>();
    const left: Waiting[] = [];
    const batch: Waiting[] = [];
    for (const waiting of this.#waiting) {
      const isFirst = !rows.has(waiting.row.id) && batch.length < MOST;
      rows.add(waiting.row.id);
      (isFirst ? batch : left).push(waiting);
    }
    this.#waiting = left;
    return batch;
  }

  /** @returns whether the database took it; what it did not take waits again */
  async #writeBatch(batch: readonly Waiting[]): Promise<boolean> {
    let left = batch;
    try {
      left = await this.#tryBatch(left, false);
      // A session that is just being taken need not hold up all the others.
      if (left.length > 0) left = await this.#tryBatch(left, true);
    } catch (error) {
      return this.#failed(left, error);
    }
    for (const { resolve } of left) resolve(undefined);
    this.#options.health.works();
    this.#backoff.reset();
    return true;
  }

  #failed(left: readonly Waiting[], error: unknown): boolean {
    this.#options.health.failed(error);
    if (error instanceof InboxError) this.#waiting.unshift(...left);
    else for (const { reject } of left) reject(error);
    return !(error instanceof InboxError);
  }

  /** @returns those that were not written */
  async #tryBatch(batch: readonly Waiting[], isPatient: boolean): Promise<Waiting[]> {
    const { database, me } = this.#options;
    const rows = batch.map(({ row }) => row);
    const step = isPatient ? undefined : stepOf(rows);
    const written = step
      ? await writeStep(database, step)
      : await writeTurns(database, rows, { me: me(), isPatient });
    return batch.filter(({ row, resolve }) => {
      const attempts = written.get(row.id);
      if (attempts !== undefined) resolve(attempts);
      return attempts === undefined;
    });
  }
}
