import type { Timers } from "../../../delays.ts";
import { InboxError } from "../../../inbox/errors.ts";
import type { Fact } from "../../../journal/facts.ts";
import type { Listener } from "../../../journal/journal.ts";
import type { JournalStore } from "./journal-store.ts";
import { keptFact } from "./kept-fact.ts";

export interface KeeperOptions {
  readonly store: Pick<JournalStore, "append" | "forget" | "close">;
  /** How long facts are kept. */
  readonly days: number;
  /** Told why facts could not be written, and how many were lost; 0 while they wait to be written later. */
  readonly onFault: (error: unknown, lost: number) => void;
  /** The clock, in ms since the epoch. */
  readonly now: () => number;
  readonly timers: Timers;
}

/** Facts are written at most so often, in ms. */
const EVERY_MS = 1000;
/** So many of them at once: about two milliseconds, in which nothing else happens. */
const AT_ONCE = 200;
/** So many may wait to be written. */
const MOST = 20_000;
/** How often what is too old is looked for, in ms. */
const FORGET_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Keeps facts for some days. It never holds up what it hears of: facts wait in memory for a moment, and are written a few
 * at a time. They wait for the end of a fault, too, as long as there is room; what is lost is told.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  #waiting: Fact[] = [];
  /** How many of those are to be written before others get their turn. */
  #due = 0;
  #timer: unknown;
  #working: Promise<void> = Promise.resolve();
  #isClosed = false;
  #lost = 0;
  #isFailing = false;
  #nextForget = Number.NEGATIVE_INFINITY;

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** To subscribe with. */
  readonly hear: Listener = (fact) => {
    if (this.#waiting.length >= MOST) this.#lost += 1;
    else this.#waiting.push(fact);
    this.#timer ??= this.#after(EVERY_MS);
  };

  /** Writes what waits, if it can be written now, and lets go of the store. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#options.timers.clearTimeout(this.#timer);
    await this.#working;
    this.#due = this.#waiting.length;
    while (this.#due > 0 && (await this.#writeSome())) {}
    this.#lost += this.#waiting.length;
    if (this.#lost > 0) this.#tell(new Error("the gateway has ended before it could be written"));
    await this.#options.store.close();
  }

  #after(ms: number): unknown {
    return this.#options.timers.setTimeout(() => {
      this.#working = this.#work();
    }, ms);
  }

  /** Whatever is left comes in a later turn of the event loop. */
  async #work(): Promise<void> {
    if (this.#due === 0) this.#due = this.#waiting.length;
    const goesOn = await this.#writeSome();
    const isMore = goesOn && (this.#due > 0 || (await this.#forgetSome()));
    if (this.#isClosed) return;
    const isWaiting = this.#waiting.length > 0;
    this.#timer = isMore || isWaiting ? this.#after(isMore ? 1 : EVERY_MS) : undefined;
  }

  /** @returns whether more can be written now */
  async #writeSome(): Promise<boolean> {
    const some = this.#waiting.splice(0, Math.min(AT_ONCE, this.#due));
    this.#due -= some.length;
    try {
      if (some.length > 0) await this.#options.store.append(some.map(keptFact));
    } catch (error) {
      return this.#failed(some, error);
    }
    this.#isFailing = false;
    if (this.#lost > 0) this.#tell(new Error("more was noted than can be written"));
    return true;
  }

  /** A fault of the place may pass; nothing else can be helped. */
  #failed(some: readonly Fact[], error: unknown): boolean {
    const mayPass = error instanceof InboxError;
    if (mayPass) this.#waiting.unshift(...some);
    else this.#lost += some.length;
    if (mayPass) this.#due = 0;
    if (this.#lost > 0 || !this.#isFailing) this.#tell(error);
    this.#isFailing = true;
    return !mayPass;
  }

  /** @returns whether there may be more */
  async #forgetSome(): Promise<boolean> {
    const { store, days, now } = this.#options;
    if (now() < this.#nextForget) return false;
    try {
      if ((await store.forget(now() - days * DAY_MS, AT_ONCE)) === AT_ONCE) return true;
    } catch (error) {
      this.#tell(error);
    }
    this.#nextForget = now() + FORGET_EVERY_MS;
    return false;
  }

  #tell(error: unknown): void {
    this.#options.onFault(error, this.#lost);
    this.#lost = 0;
  }
}
