import { Durations, type Quantiles } from "./durations.ts";

/** What one minute was like. */
export interface Minute {
  /** When it began, in ms since the epoch. */
  readonly at: number;
  /** How many messages began their turn in it, and how long those had waited. */
  readonly waits: Quantiles;
  /** How many were over. */
  readonly ended: number;
}

interface Counting {
  readonly at: number;
  readonly waits: Durations;
  ended: number;
}

const MINUTE_MS = 60_000;
/** So many minutes are kept. */
const MINUTES = 60;

/** How long messages wait and run: since the gateway runs, and in each of the last 60 minutes. */
export class Pace {
  readonly waits = new Durations();
  readonly runs = new Durations();
  readonly acknowledgements = new Durations();
  readonly #minutes: Counting[] = [];

  waited(ms: number, at: number): void {
    this.waits.add(ms);
    this.#minuteOf(at).waits.add(ms);
  }

  ended(at: number): void {
    this.#minuteOf(at).ended += 1;
  }

  /** The oldest first; without those in which nothing happened. */
  get minutes(): Minute[] {
    return this.#minutes.map(({ at, waits, ended }) => ({ at, waits: waits.quantiles, ended }));
  }

  #minuteOf(time: number): Counting {
    const at = Math.floor(time / MINUTE_MS) * MINUTE_MS;
    const last = this.#minutes.at(-1);
    // A clock that is set back stays in the minute that it had reached.
    if (last && at <= last.at) return last;
    const minute = { at, waits: new Durations(), ended: 0 };
    this.#minutes.push(minute);
    while ((this.#minutes[0]?.at ?? at) <= at - MINUTES * MINUTE_MS) this.#minutes.shift();
    return minute;
  }
}
