import { setImmediate as macrotask } from "node:timers/promises";
import { createClock } from "@sinonjs/fake-timers";

type Timer = ReturnType<ReturnType<typeof createClock>["setTimeout"]>;

/**
 * Time that passes only when told to. It is a clock of its own: the global timers are not touched, so that
 * many replays can run in one process.
 *
 * A process that is killed leaves its clock behind. Nobody steps it any more, and so nothing that the process
 * was waiting for ever happens.
 */
export class VirtualClock {
  readonly #clock: ReturnType<typeof createClock>;
  readonly #due = new Map<Timer, number>();

  /** @param startAt the time it shows at first, in ms since the epoch */
  constructor(startAt: number) {
    this.#clock = createClock(startAt);
  }

  /** The time, in ms since the epoch. */
  readonly now = (): number => this.#clock.now;

  readonly setTimeout = (callback: () => void, ms: number): Timer => {
    const timer = this.#clock.setTimeout(() => {
      this.#due.delete(timer);
      callback();
    }, ms);
    this.#due.set(timer, this.now() + ms);
    return timer;
  };

  readonly clearTimeout = (timer: Timer): void => {
    this.#due.delete(timer);
    this.#clock.clearTimeout(timer);
  };

  /** When the next timer fires, in ms since the epoch. */
  get nextDue(): number | undefined {
    let earliest: number | undefined;
    for (const due of this.#due.values()) if (earliest === undefined || due < earliest) earliest = due;
    return earliest;
  }

  /** Fires the next timer, and lets everything happen that follows from it. */
  async step(): Promise<void> {
    this.#clock.next();
    await settle();
  }

  /** Lets time pass up to a moment. No timer may be due before it. */
  advanceTo(moment: number): void {
    this.#clock.tick(moment - this.now());
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
}

/** Lets everything happen that waits for no timer: a macrotask comes after all microtasks. */
export async function settle(): Promise<void> {
  await macrotask();
}
