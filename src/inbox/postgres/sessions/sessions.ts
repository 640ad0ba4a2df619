import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import type { Membership } from "../membership/membership.ts";
import { HandOut } from "./hand-out.ts";
import { Held } from "./held.ts";
import { Looks } from "./looks.ts";
import { MOST_SESSIONS, release, releaseIdle } from "./statements.ts";
import { wakeAll } from "./wake.ts";
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
  /** Told that rows may wait which were seen and are not handed out: everything has to be looked at again. */
  readonly onUnseen: () => void;
}

/** How long a session is held that nothing comes for, in ms: then the next process that needs it takes it at once. */
const IDLE_MS = 60_000;

/** The sessions that this process holds: how it takes them, finds what waits in them, and lets them go. */
export class Sessions {
  /** Which of them, as far as this process knows. */
  readonly held: Held;
  readonly #options: SessionsOptions;
  readonly #looks: Looks;
  readonly #handOut: HandOut;
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
    this.#handOut = new HandOut({ ...options, held, me: () => this.me });
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
    const writing = write().then((rows) => ({ rows, isTold: this.#looks.claimed(rows.map(({ id }) => id)) }));
    const handingOut = writing.then(({ rows }) => this.#handOut.handOut(rows, losses));
    // No look may find the rows in between.
    this.#looks.waitFor(handingOut);
    const { rows, isTold } = await writing;
    try {
      await this.#looks.look(await handingOut);
    } catch (error) {
      // Their claims are refused: a look has to find them, though others have seen them already.
      for (const id of isTold()) this.held.end(id);
      this.held.seeAnew();
      this.#options.onUnseen();
      throw error;
    }
    isTold();
    if (this.#isLeaving) await this.#letGo(this.held.atRest());
    return rows;
  }

  /** Hands out what waits in sessions and is not known, as {@link Looks.look} says. */
  look(keys: Iterable<string>, how?: { readonly areFree: boolean }): Promise<void> {
    return this.#looks.look(keys, how);
  }

  /**
   * A write to a row of a session was refused: that has ended, or the session is not held as this process believes, so
   * that nothing in it would ever be run. When that cannot be asked, what runs is not stopped for it. Never rejects.
   */
  async doubt(key: string, epoch = this.held.takenBy(key)): Promise<void> {
    if (epoch === undefined || this.held.takenBy(key) !== epoch) return;
    try {
      await this.#looks.look([key], { areFree: true });
    } catch (error) {
      this.#options.health.failed(error);
      if (this.held.takenBy(key) === epoch && this.held.atRest().includes(key)) this.held.lose(key);
      this.#options.onUnseen();
    }
  }

  /** A row has ended, or is not this process's to run. @param epoch under this hold. Default: under any */
  async end(id: number, epoch?: number): Promise<void> {
    // Under another hold it may just be found again.
    if (this.held.knows(id, epoch)) this.#looks.hasEnded(id);
    const key = this.held.end(id, epoch);
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
      const kept = await releaseIdle(this.#options.database, some);
      // Something has come to them just then.
      if (kept.length > 0) await this.#looks.look(kept);
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
}
