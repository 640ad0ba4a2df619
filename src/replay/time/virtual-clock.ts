import { setImmediate as macrotask } from "node:timers/promises";

/** Something that happens once, when time has come that far. */
interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/**
 * Time that passes only when told to. It is a clock of its own: the global timers are not touched, so that
 * many replays can run in one process.
 *
 * A process that is killed leaves its clock behind. Nobody steps it any more, and so nothing that the process
 * was waiting for ever happens.
 */
export class VirtualClock {
  #now: number;
  /** By their age. */
  readonly #timers = new Set<Timer>();

  /** @param startAt the time it shows at first, in ms since the epoch */
  constructor(startAt: number) {
    this.#now = startAt;
  }

  /** The time, in ms since the epoch. */
  readonly now = (): number => this.#now;

  readonly setTimeout = (callback: () => void, ms: number): Timer => {
    const timer = { due: this.#now + ms, callback };
    this.#timers.add(timer);
    return timer;
  };

  readonly clearTimeout = (timer: Timer): void => {
    this.#timers.delete(timer);
  };

  /** When the next timer fires, in ms since the epoch. */
  get nextDue(): number | undefined {
    return this.#next()?.due;
  }

  /** Fires the next timer, and lets everything happen that follows from it. */
  async step(): Promise<void> {
    const timer = this.#next();
    if (timer) {
      this.#timers.delete(timer);
      this.#now = timer.due;
      timer.callback();
    }
    await settle();
  }

  /** Lets time pass up to a moment. No timer may be due before it. */
  advanceTo(moment: number): void {
    this.#now = moment;
  }

  /** Waits; false when the signal aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = this.setTimeout(() => {
        signal.removeEventListener("abort", wake);
        resolve(true);
      }, ms);
      const wake = () => {
        this.clearTimeout(timer);
        resolve(false);
      };
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  /** The earliest; of several, the oldest. */
  #next(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (!next || timer.due < next.due) next = timer;
    return next;
  }
}

/** Lets everything happen that waits for no timer: a macrotask comes after all microtasks. */
export async function settle(): Promise<void> {
  await macrotask();
}
