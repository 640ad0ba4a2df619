import { inTime, longestDelay, type Timers } from "../delays.ts";

/** What has to be let go of may take this long even when no time is left, in ms: most of it takes none. */
const LEAST_MS = 500;

/** @param leftMs how long it should take at most; whoever takes longer is not waited for */
type Close = (leftMs: number) => unknown;

interface Closer {
  readonly close: Close;
  readonly extraMs: number;
}

/** What has to be let go of, the last one first, and all of it within a time. */
export class Closers {
  readonly #all: Closer[] = [];
  readonly #limitMs: number;
  readonly #timers: Timers;
  readonly #now: () => number;
  #closed: Promise<void> | undefined;

  /** @param limitMs for all of it together, in ms. Default for ever */
  constructor(limitMs = longestDelay, { timers = globalThis as Timers, now = () => performance.now() } = {}) {
    this.#limitMs = limitMs;
    this.#timers = timers;
    this.#now = now;
  }

  /** @param extraMs what it may take beyond the time that is left, in ms */
  add(close: Close, extraMs = 0): void {
    this.#all.push({ close, extraMs });
  }

  /** Whether the end has begun. */
  get isClosing(): boolean {
    return this.#closed !== undefined;
  }

  /** Lets go of everything, also of what comes after something that fails or hangs; once, however often it is called. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const errors: unknown[] = [];
    const endsAt = this.#now() + this.#limitMs;
    for (const { close, extraMs } of this.#all.toReversed()) {
      const leftMs = Math.max(endsAt - this.#now(), 0);
      const longestMs = Math.min(Math.max(leftMs, LEAST_MS) + extraMs, longestDelay);
      // What fails later was not waited for; nobody would hear it.
      const closing = (async () => close(leftMs))().catch((error: unknown) => void errors.push(error));
      await inTime<unknown>(closing, undefined, longestMs, this.#timers);
    }
    if (errors.length > 0) throw errors[0];
  }
}
