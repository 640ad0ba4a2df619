import { createClock, install } from "@sinonjs/fake-timers";
import type { Timers } from "../../../src/delays.ts";

/** Time that passes only when told to. */
export class PlayClock implements Timers {
  #clock: ReturnType<typeof createClock> | ReturnType<typeof install>;

  /** @param startAt the time it shows at first, in ms since the epoch */
  constructor(startAt: number) {
    this.#clock = createClock(startAt);
  }

  /** The time, in ms since the epoch. */
  readonly now = (): number => this.#clock.now;

  readonly setTimeout = (callback: () => void, ms: number) => this.#clock.setTimeout(callback, ms);

  readonly clearTimeout = (timer: ReturnType<PlayClock["setTimeout"]>): void =>
    this.#clock.clearTimeout(timer);

  /**
   * From now on it stands in for the global timers and for `Date`, for those that cannot be given a clock. Nothing may be
   * waiting yet.
   */
  takeOver(): void {
    const toFake = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] as const;
    this.#clock = install({ now: this.now(), toFake: [...toFake] });
  }

  /** The global timers and `Date` are the real ones again; what waits for this clock waits for ever. */
  giveBack(): void {
    if ("uninstall" in this.#clock) this.#clock.uninstall();
  }

  /** Waits; false when the signal aborted first. */
  sleep(ms: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const timer = this.setTimeout(() => resolve(true), ms);
      const wake = () => {
        this.clearTimeout(timer);
        resolve(false);
      };
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  /**
   * Lets time pass up to a moment, in ms since the epoch.
   *
   * @param settle lets everything happen that follows from a timer, before the next one fires
   */
  async passUntil(moment: number, settle: () => Promise<void>): Promise<void> {
    let isThere = false;
    const arrive = () => {
      isThere = true;
    };
    this.setTimeout(arrive, Math.max(0, moment - this.now()));
    while (!isThere) {
      this.#clock.next();
      await settle();
    }
  }
}
