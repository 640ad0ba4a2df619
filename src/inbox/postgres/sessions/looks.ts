import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import { findRows } from "./find-rows.ts";
import type { Held } from "./held.ts";
import type { HeldSession } from "./held-session.ts";
import type { OwnClaims } from "./own-claims.ts";
import { acquire, MOST_SESSIONS } from "./statements.ts";
import { wakeAll } from "./wake.ts";

interface LooksOptions {
  readonly database: Database;
  readonly held: Held;
  readonly claims: OwnClaims;
  readonly me: () => number;
  readonly isLeaving: () => boolean;
  /** Whether somebody runs what arrives. */
  readonly isWatched: () => boolean;
  /** A row that was not known; of one session in order of arrival. */
  readonly onFound: (item: InboxItem) => void;
}

/**
 * Looks for rows that wait in sessions and that this process does not know. Looks go one after the other, so that rows
 * are found in order; all that is asked for while one is under way is one look.
 */
export class Looks {
  readonly #options: LooksOptions;
  #last: Promise<void> = Promise.resolve();
  #next: { readonly keys: Set<string>; readonly free: Set<string>; readonly done: Promise<void> } | undefined;
  /** Rows that have ended since the look under way began: it may have seen them before. Undefined: none is under way. */
  #ended: Set<number> | undefined;

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  /**
   * Looks into sessions as far as this process holds them, or can take them.
   *
   * @param areFree whether nobody holds them, from what the database says, whatever this process believes
   */
  async look(keys: Iterable<string>, { areFree = false } = {}): Promise<void> {
    const next = this.#next ?? this.#plan();
    for (const key of keys) {
      next.keys.add(key);
      if (areFree) next.free.add(key);
    }
    await next.done;
  }

  /** A row is not to be handed out any more. */
  hasEnded(id: number): void {
    this.#ended?.add(id);
  }

  #plan() {
    const [keys, free] = [new Set<string>(), new Set<string>()];
    const done = this.#last.then(() => this.#lookInto(keys, free));
    this.#last = done.catch(() => {});
    this.#next = { keys, free, done };
    return this.#next;
  }

  async #lookInto(keys: ReadonlySet<string>, free: ReadonlySet<string>): Promise<void> {
    const { held } = this.#options;
    this.#next = undefined;
    const all = [...keys];
    for (let at = 0; at < all.length; at += MOST_SESSIONS) {
      const some = all.slice(at, at + MOST_SESSIONS);
      // What it believes to hold is not its own, or by another hold.
      await this.#take(some.filter((key) => free.has(key) && held.has(key)));
      await this.#lookIntoSome(some);
    }
  }

  async #lookIntoSome(keys: readonly string[]): Promise<void> {
    const { database, held, claims, isWatched } = this.#options;
    await this.#take(keys.filter((key) => !held.has(key)));
    const holds = held.holdsOf(keys);
    if (holds.length === 0 || !isWatched()) return;
    const looks = holds.map(({ key, horizon }) => ({ key, horizon }));
    const { losses } = held;
    const isKnown = (id: number) => held.keyOf(id) !== undefined && !claims.isUntold(id);
    const finding = findRows(database, looks, isKnown);
    const claimed: InboxItem[] = [];
    this.#ended = new Set();
    try {
      for (;;) {
        const { value, done } = await finding.next();
        // Everything is handed out first that it may have found, too.
        await claims.onHandedOut();
        if (held.losses !== losses) return await this.#lookIntoSome(keys);
        if (done) return this.#noteSeen(holds, value, claimed);
        for (const item of value) this.#handOut(item, claimed);
      }
    } finally {
      this.#ended = undefined;
    }
  }

  /** @param claimed rows that this look has found before, and that whoever has claimed them does not know of yet */
  #handOut(item: InboxItem, claimed: InboxItem[]): void {
    const { held, claims, onFound } = this.#options;
    const isClaimed = claims.isUntold(item.id);
    if (isClaimed) claimed.push(item);
    if (held.keyOf(item.id) !== undefined || this.#ended?.has(item.id)) return;
    for (const before of claimed)
      if (before.sessionKey === item.sessionKey && claims.handOut(before.id)) onFound(before);
    if (!isClaimed) onFound(item);
  }

  /** A look that finds what came behind claims that are not told yet has to find those, too. */
  #noteSeen(holds: readonly HeldSession[], horizon: string, claimed: readonly InboxItem[]): void {
    const untold = claimed
      .filter(({ id }) => this.#options.claims.isUntold(id))
      .map(({ sessionKey }) => sessionKey);
    for (const hold of holds) if (!untold.includes(hold.key)) hold.horizon = horizon;
  }

  async #take(keys: readonly string[]): Promise<void> {
    const { database, held, me, isLeaving } = this.#options;
    if (keys.length === 0) return;
    // Somebody has taken this process for the holder, which has let go.
    if (isLeaving()) return wakeAll(database);
    const believed = new Map(keys.map((key) => [key, held.takenBy(key)]));
    const taken = (await acquire(database, me(), keys)).filter(({ owner }) => owner === me());
    for (const { key, epoch } of taken) held.hold(key, epoch);
    const ours = new Set(taken.map(({ key }) => key));
    for (const [key, epoch] of believed)
      if (epoch !== undefined && !ours.has(key) && held.takenBy(key) === epoch) held.lose(key);
  }
}
