import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import type { Health } from "../health.ts";
import type { Membership } from "../membership/membership.ts";
import { HandOut } from "./hand-out.ts";
import { Held } from "./held.ts";
import { LetGo } from "./let-go.ts";
import { Looks } from "./looks.ts";
import { OwnClaims } from "./own-claims.ts";
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

/** The sessions that this process holds: how it takes them, finds what waits in them, and lets them go. */
export class Sessions {
  /** Which of them, as far as this process knows. */
  readonly held: Held;
  /** How it lets them go. */
  readonly letGo: LetGo;
  readonly #options: SessionsOptions;
  readonly #looks: Looks;
  readonly #handOut: HandOut;
  readonly #claims = new OwnClaims();

  constructor(options: SessionsOptions) {
    this.#options = options;
    const { membership, onLost, onArrived } = options;
    const held = new Held({ isSure: () => membership.isSure, onLost });
    const onFound = (item: InboxItem) => {
      if (held.handOut(item.id, item.sessionKey)) onArrived(item);
    };
    const [me, isLeaving, claims] = [() => this.me, () => this.isLeaving, this.#claims];
    this.#looks = new Looks({ ...options, held, claims, me, isLeaving, onFound });
    this.#handOut = new HandOut({ ...options, held, me });
    this.letGo = new LetGo({ database: options.database, held, looks: this.#looks });
    this.held = held;
  }

  /** Which process this is, by its row in the database. */
  get me(): number {
    return this.#options.membership.id;
  }

  get isLeaving(): boolean {
    return this.letGo.isLeaving;
  }

  /**
   * Writes rows of this process's claims, hands out those that it is to run, and before them what came before.
   *
   * @param write must not wait for a look
   * @throws InboxError; what was written all the same is found by the next look
   */
  async write(write: () => Promise<readonly Written[]>): Promise<readonly Written[]> {
    const { losses } = this.held;
    const writing = write().then((rows) => ({
      rows,
      isTold: this.#claims.written(rows.map(({ id }) => id)),
    }));
    const handingOut = writing.then(({ rows }) => this.#handOut.handOut(rows, losses));
    // No look may find the rows in between.
    this.#claims.waitFor(handingOut);
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
    if (this.isLeaving) await this.letGo.atRest(this.held.atRest());
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
    if (key !== undefined) await this.letGo.atRest([key]);
  }

  /** A row waits for another attempt. @param epoch as with {@link end} */
  async pause(id: number, epoch?: number): Promise<void> {
    const key = this.held.pause(id, epoch);
    if (key !== undefined) await this.letGo.atRest([key]);
  }
}
