import type { InboxItem } from "../../row.ts";
import type { Database } from "../database/database.ts";
import type { Held } from "./held.ts";
import { acquire, lookInto, MOST_SESSIONS } from "./statements.ts";
import { wakeAll } from "./wake.ts";

interface LooksOptions {
  readonly database: Database;
  readonly held: Held;
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
  /** Rows that are being written by this process, and are not handed out yet. */
  readonly #writing = new Set<Promise<unknown>>();
  #next: { readonly keys: Set<string>; readonly done: Promise<void> } | undefined;

  constructor(options: LooksOptions) {
    this.#options = options;
  }

  /** Looks into sessions as far as this process holds them, or can take them. */
  async look(keys: Iterable<string>): Promise<void> {
    const next = this.#next ?? this.#plan();
    for (const key of keys) next.keys.add(key);
    await next.done;
  }

  /** Hands out nothing before these rows are: they are this process's own. */
  waitFor(writing: Promise<unknown>): void {
    const ended: Promise<void> = writing.then(
      () => {},
      () => {},
    );
    this.#writing.add(ended);
    void ended.then(() => this.#writing.delete(ended));
  }

  #plan() {
    const keys = new Set<string>();
    const done = this.#last.then(() => this.#lookInto(keys));
    this.#last = done.catch(() => {});
    this.#next = { keys, done };
    return this.#next;
  }

  async #lookInto(keys: ReadonlySet<string>): Promise<void> {
    this.#next = undefined;
    const all = [...keys];
    for (let at = 0; at < all.length; at += MOST_SESSIONS)
      await this.#lookIntoSome(all.slice(at, at + MOST_SESSIONS));
  }

  async #lookIntoSome(keys: readonly string[]): Promise<void> {
    const { database, held, isWatched, onFound } = this.#options;
    await this.#take(keys.filter((key) => !held.has(key)));
    const ours = keys.filter((key) => held.has(key));
    if (ours.length === 0 || !isWatched()) return;
    const looks = ours.map((key) => ({ key, horizon: held.horizonOf(key) }));
    const { losses } = held;
    const { items, horizon } = await lookInto(database, looks);
    await Promise.all(this.#writing);
    if (held.losses !== losses) return this.#lookIntoSome(keys);
    for (const key of ours) held.hasSeen(key, horizon);
    for (const item of items) if (!held.knows(item.id)) onFound(item);
  }

  async #take(keys: readonly string[]): Promise<void> {
    const { database, held, me, isLeaving } = this.#options;
    if (keys.length === 0) return;
    // Somebody has taken this process for the holder, which has let go.
    if (isLeaving()) return wakeAll(database);
    for (const { key, owner, epoch } of await acquire(database, me(), keys))
      if (owner === me()) held.hold(key, epoch);
  }
}
