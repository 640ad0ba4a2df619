import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import type { Membership } from "../membership/membership.ts";
import { Held } from "./held.ts";
import { Looks } from "./looks.ts";
import { acquire, MOST_SESSIONS, release, releaseIdle } from "./statements.ts";
import { type ForWhom, wake, wakeAll } from "./wake.ts";
import type { Written } from "./written.ts";

export interface SessionsOptions {
  readonly database: Database;
  readonly health: Health;
  readonly membership: Pick<Membership, "id" | "isSure">;
  /** Whether somebody runs what arrives. */
  readonly isWatched: () => boolean;
  /** Told of rows that have come from elsewhere, of one session in order of arrival. */
  readonly onArrived: (item: InboxItem) => void;
  /** Told that a session is not held any more. */
  readonly onLost: (sessionKey: string) => void;
}

/** How long a session is held that nothing comes for, in ms: then the next process that needs it takes it at once. */
const IDLE_MS = 60_000;

/** The sessions that this process holds: how it takes them, finds what waits in them, and lets them go. */
export class Sessions {
  /** Which of them, as far as this process knows. */
  readonly held: Held;
  readonly #options: SessionsOptions;
  readonly #looks: Looks;
  #isLeaving = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    const { membership, onLost, onArrived } = options;
    const held = new Held({ isSure: () => membership.isSure, onLost });
    const onFound = (item: InboxItem) => {
      if (held.handOut(item.id, item.sessionKey)) onArrived(item);
    };
    const isLeaving = () => this.#isLeaving;
    this.#looks = new Looks({ ...options, held, me: () => this.me, isLeaving, onFound });
    this.held = held;
  }

  /** Which process this is, by its row in the database. */
  get me(): number {
    return this.#options.membership.id;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  /**
   * Writes rows of this process's claims, hands out those that it is to run, and before them what came before.
   *
   * @param write must not wait for a look
   * @throws InboxError; what was written all the same is found by the next look
   */
  async write(write: () => Promise<readonly Written[]>): Promise<readonly Written[]> {
    const { losses } = this.held;
    const writing = write().then((written) => this.#handOut(written, losses));
    // No look may find the rows in between.
    this.#looks.waitFor(writing);
    const { written, toLook } = await writing;
    try {
      await this.#looks.look(toLook);
    } catch (error) {
      for (const { id } of written) this.held.end(id);
      throw error;
    }
    if (this.#isLeaving) await this.#letGo(this.held.atRest());
    return written;
  }

  /** Hands out what waits in sessions and is not known, as {@link Looks.look} says. */
  look(keys: Iterable<string>, how?: { readonly areFree: boolean }): Promise<void> {
    return this.#looks.look(keys, how);
  }

  /** A row has ended, or is not this process's to run. @param epoch under this hold. Default: under any */
  async end(id: number, epoch?: number): Promise<void> {
    const key = this.held.end(id, epoch);
    this.#looks.hasEnded(id);
    if (this.#isLeaving && key !== undefined) await this.#letGo([key]);
  }

  /** A row waits for another attempt. @param epoch as with {@link end} */
  async pause(id: number, epoch?: number): Promise<void> {
    const key = this.held.pause(id, epoch);
    if (this.#isLeaving && key !== undefined) await this.#letGo([key]);
  }

  /** Lets sessions go in which nothing has happened for a while. */
  async letIdleGo(): Promise<void> {
    const idle = this.held.idleSince(performance.now() - IDLE_MS);
    for (let at = 0; at < idle.length; at += MOST_SESSIONS) {
      const some = idle.slice(at, at + MOST_SESSIONS);
      // First here: a claim that is answered meanwhile asks again whose the session is.
      for (const { key, epoch } of some) this.held.drop(key, epoch);
      await releaseIdle(this.#options.database, some);
    }
  }

  /** Lets all sessions go, those in which a turn runs as soon as that ends. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await this.#letGo(this.held.atRest());
    // What is just being looked for may be taken still. Whoever has asked for that hears how it ends.
    await this.#looks.look([]).catch(() => {});
    await this.#letGo(this.held.atRest());
  }

  async #letGo(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const holds = this.held.holdsOf(keys);
    for (const { key } of holds) this.held.drop(key);
    await release(this.#options.database, holds);
    await wakeAll(this.#options.database);
  }

  /** @returns also the sessions in which something may have come before */
  async #handOut(written: readonly Written[], losses: number) {
    const toLook = new Set<string>();
    const others: Written[] = [];
    for (const row of written) {
      // What it has let go since, another process may have.
      if (row.owner !== this.me || !(row.isNew || this.held.has(row.sessionKey))) {
        others.push(row.owner === this.me ? { ...row, owner: undefined } : row);
        continue;
      }
      this.held.hold(row.sessionKey, row.epoch);
      this.held.handOut(row.id, row.sessionKey);
      // What was handed out before a loss is handed out again.
      if (this.held.losses !== losses || row.before.some((earlier) => !this.held.knows(earlier)))
        toLook.add(row.sessionKey);
      else this.held.hasSeen(row.sessionKey, row.horizon);
    }
    this.#wake(others);
    for (const key of await this.#takeFor(others.filter((row) => row.owner === undefined))) toLook.add(key);
    return { written, toLook };
  }

  /** Takes the sessions of rows, and hands the rows out. @returns those that are this process's now */
  async #takeFor(rows: readonly Written[]): Promise<string[]> {
    if (rows.length === 0) return [];
    const { database } = this.#options;
    const keys = [...new Set(rows.map(({ sessionKey }) => sessionKey))];
    const holders = new Map((await acquire(database, this.me, keys)).map((it) => [it.key, it]));
    const mine = keys.filter((key) => holders.get(key)?.owner === this.me);
    for (const key of mine) this.held.hold(key, holders.get(key)?.epoch ?? 0);
    for (const { id, sessionKey } of rows) this.held.handOut(id, sessionKey);
    const elsewhere = rows.filter(({ sessionKey }) => !mine.includes(sessionKey));
    this.#wake(elsewhere.map(({ id, sessionKey }) => ({ id, owner: holders.get(sessionKey)?.owner })));
    // Somebody is just taking them, and may not have seen the rows.
    if (holders.size < keys.length) await wakeAll(database);
    return mine;
  }

  /** Whoever is not woken finds it by itself. */
  #wake(rows: readonly ForWhom[]): void {
    const { database, health } = this.#options;
    wake(database, rows).catch((error: unknown) => health.failed(error));
  }
}
