import type { Timers } from "../../../delays.ts";
import type { Fact } from "../../../journal/facts.ts";
import type { Listener } from "../../../journal/journal.ts";
import type { JournalFile } from "./journal-file.ts";
import { keptFact } from "./kept-fact.ts";

export interface KeeperOptions {
  readonly file: Pick<JournalFile, "append" | "forget" | "close">;
  /** How long facts are kept. */
  readonly days: number;
  /** Told why facts were lost, and how many. */
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
 * Keeps facts in a file for some days. It never holds up what it hears of: facts wait in memory for a moment, and are
 * written a few at a time. What cannot be written is lost, and that is told.
 */
export class Keeper {
  readonly #options: KeeperOptions;
  #waiting: Fact[] = [];
  #timer: unknown;
  #lost = 0;
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

  /** Writes what waits, and lets go of the file. */
  close(): void {
    this.#options.timers.clearTimeout(this.#timer);
    while (this.#waiting.length > 0) this.#writeSome();
    this.#options.file.close();
  }

  #after(ms: number): unknown {
    return this.#options.timers.setTimeout(() => this.#work(), ms);
  }

  /** Whatever is left comes in a later turn of the event loop. */
  #work(): void {
    this.#writeSome();
    const isMore = this.#waiting.length > 0 || this.#forgetSome();
    this.#timer = isMore ? this.#after(1) : undefined;
  }

  #writeSome(): void {
    const some = this.#waiting.splice(0, AT_ONCE);
    try {
      if (some.length > 0) this.#options.file.append(some.map(keptFact));
      if (this.#lost > 0) this.#tell(new Error("more was noted than can be written"));
    } catch (error) {
      this.#lost += some.length;
      this.#tell(error);
    }
  }

  /** @returns whether there may be more */
  #forgetSome(): boolean {
    const { file, days, now } = this.#options;
    if (now() < this.#nextForget) return false;
    try {
      if (file.forget(now() - days * DAY_MS, AT_ONCE) === AT_ONCE) return true;
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
