import type { InboxItem } from "../../row.ts";
import type { Inserted } from "../claims/insert.ts";
import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import type { Membership } from "../membership/membership.ts";
import { Held } from "./held.ts";
import * as statements from "./statements.ts";
import { wake, wakeAll } from "./wake.ts";

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
  readonly #options: SessionsOptions;
  readonly #held = new Held();
  /** Looks go one after the other, so that rows are handed out in order; those that wait for the next one share it. */
  #looking: Promise<void> = Promise.resolve();
  #next: { readonly keys: Set<string>; readonly done: Promise<void> } | undefined;
  #isLeaving = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** Which process this is, by its row in the database. */
  get me(): number {
    return this.#options.membership.id;
  }

  get isLeaving(): boolean {
    return this.#isLeaving;
  }

  epochOf(key: string): number | undefined {
    return this.#options.membership.isSure ? this.#held.epochOf(key) : undefined;
  }

  horizonOf(key: string): string {
    return this.#held.horizonOf(key);
  }

  /** New rows of this process's claims: what came before them is handed out first. */
  async accept(rows: readonly Inserted[]): Promise<void> {
    const toLook = new Set<string>();
    const foreign: Inserted[] = [];
    for (const row of rows) {
      if (row.owner !== this.me) {
        foreign.push(row);
        continue;
      }
      this.#hold(row.sessionKey, row.epoch);
      this.#held.handOut(row.id, row.sessionKey);
      if (row.before.some((id) => !this.#held.knows(id))) toLook.add(row.sessionKey);
      else this.#held.hasSeen(row.sessionKey, row.horizon);
    }
    const free = foreign.filter(({ owner, isFree }) => owner === undefined || isFree);
    const wakes = foreign.filter((row) => !free.includes(row));
    if (wakes.length > 0) void this.#wake(wakes.map(({ owner, id }) => ({ owner: owner ?? 0, id })));
    for (const { id, sessionKey } of free) await this.acceptUnknown(id, sessionKey);
    if (toLook.size > 0) await this.look(toLook);
    if (this.#isLeaving) await this.letGo(rows.map(({ sessionKey }) => sessionKey));
  }

  /** A new row of this process's claims, of a session of which it is not known who holds it. */
  async acceptUnknown(id: number, key: string): Promise<void> {
    const [holder] = await statements.acquire(this.#options.database, this.me, [key]);
    if (holder?.owner === this.me) {
      this.#hold(key, holder.epoch);
      this.#held.handOut(id, key);
      await this.look([key]);
    } else if (holder) void this.#wake([{ owner: holder.owner, id }]);
  }

  /** Hands out what waits in sessions and is not known, as far as this process holds them, or can take them. */
  async look(keys: Iterable<string>): Promise<void> {
    if (!this.#next) {
      const wanted = new Set<string>();
      const done = this.#looking.then(() => this.#lookNow(wanted));
      this.#next = { keys: wanted, done };
      this.#looking = done.catch(() => {});
    }
    for (const key of keys) this.#next.keys.add(key);
    await this.#next.done;
  }

  /** A row may be started. */
  begin(id: number): void {
    this.#held.begin(id);
  }

  /** A row waits for another attempt. */
  pause(id: number): void {
    this.#held.pause(id);
  }

  /** A row has ended, or is not this process's to run. */
  async end(id: number): Promise<void> {
    const key = this.#held.end(id);
    if (this.#isLeaving && key !== undefined) await this.letGo([key]);
  }

  /** What was handed out by `pending()` is known from then on. */
  handOut({ id, sessionKey }: InboxItem): void {
    this.#held.handOut(id, sessionKey);
  }

  /** Nothing is sure any more: all that is held is lost, as far as this process is concerned. */
  loseAll(): void {
    for (const key of this.#held.keys()) this.#lose(key);
  }

  /** Lets sessions go in which nothing has happened for a while. */
  async letIdleGo(): Promise<void> {
    const idle = this.#held.idleSince(performance.now() - IDLE_MS).slice(0, statements.MOST_SESSIONS);
    if (idle.length === 0) return;
    const gone = new Set(await statements.releaseIdle(this.#options.database, this.me, idle));
    for (const { key, epoch } of idle) if (gone.has(key)) this.#held.drop(key, epoch);
  }

  /** Lets all sessions go, those in which a turn runs as soon as that ends. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    await this.letGo(this.#held.atRest());
  }

  /** Lets sessions go, and tells the others. */
  async letGo(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    for (const key of keys) this.#held.drop(key);
    await statements.release(this.#options.database, this.me, keys);
    await wakeAll(this.#options.database);
  }

  async #lookNow(keys: ReadonlySet<string>): Promise<void> {
    this.#next = undefined;
    const all = [...keys];
    for (let at = 0; at < all.length; at += statements.MOST_SESSIONS)
      await this.#lookInto(all.slice(at, at + statements.MOST_SESSIONS));
  }

  async #lookInto(keys: readonly string[]): Promise<void> {
    const { database, isWatched, onArrived } = this.#options;
    await this.#take(keys.filter((key) => this.#held.epochOf(key) === undefined));
    const ours = keys.filter((key) => this.#held.epochOf(key) !== undefined);
    if (ours.length === 0 || !isWatched()) return;
    const looks = ours.map((key) => ({ key, horizon: this.#held.horizonOf(key) }));
    const { items, horizon } = await statements.lookInto(database, looks);
    for (const key of ours) this.#held.hasSeen(key, horizon);
    for (const item of items) {
      if (this.#held.knows(item.id) || this.epochOf(item.sessionKey) === undefined) continue;
      this.#held.handOut(item.id, item.sessionKey);
      onArrived(item);
    }
  }

  async #take(keys: readonly string[]): Promise<void> {
    if (keys.length === 0 || this.#isLeaving) return;
    const holders = await statements.acquire(this.#options.database, this.me, keys);
    for (const { key, owner, epoch } of holders) if (owner === this.me) this.#hold(key, epoch);
  }

  #hold(key: string, epoch: number): void {
    const known = this.#held.epochOf(key);
    if (known !== undefined && known !== epoch) this.#lose(key);
    this.#held.hold(key, epoch);
  }

  #lose(key: string): void {
    this.#held.drop(key);
    this.#options.onLost(key);
  }

  async #wake(rows: ReadonlyArray<{ readonly owner: number; readonly id: number }>): Promise<void> {
    const byOwner = new Map<number, number[]>();
    for (const { owner, id } of rows) byOwner.set(owner, [...(byOwner.get(owner) ?? []), id]);
    // Whoever is not woken finds it by himself.
    await wake(this.#options.database, byOwner).catch((error: unknown) => this.#options.health.failed(error));
  }
}
