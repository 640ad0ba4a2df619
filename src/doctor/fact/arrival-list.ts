import { LRUCache } from "lru-cache";
import type { Arrival } from "./arrival.ts";

/** How many messages are remembered: those of some minutes, on a busy bot. */
export const REMEMBERED = 2000;
/** The lines about one message follow each other closely, but for its turn. */
const SOON_MS = 60_000;
/** One that has not ended after this has no end in the log, or the next one's would be taken for it. */
const LONGEST_TURN_MS = 15 * 60_000;
/** How many are looked through: no more are with a gateway at a time, unless their ends are not in the log. */
const MAX_OPEN = 200;

/** The latest messages of a log, and where in its order they began and ended. */
export class ArrivalList {
  /** Oldest first. */
  readonly recent: Arrival[] = [];
  readonly #byMessage = new LRUCache<string, Arrival>({ max: REMEMBERED });
  readonly #onTheirWay = new Set<Arrival>();
  readonly #dispatched = new Set<Arrival>();
  #nth = 0;

  /** Another fact has been read. */
  next(): void {
    this.#nth += 1;
  }

  add(arrival: Arrival): Arrival {
    this.recent.push(arrival);
    if (this.recent.length > REMEMBERED) this.recent.splice(0, REMEMBERED / 10);
    addTo(this.#onTheirWay, arrival);
    return arrival;
  }

  /** From now on it is known by this id, unless it has one. */
  name(arrival: Arrival, message: string): void {
    arrival.message ??= message;
    this.#byMessage.set(arrival.message, arrival);
  }

  dispatch(arrival: Arrival, at: number): void {
    if (arrival.dispatchedAt !== undefined) return;
    arrival.dispatchedAt = at;
    arrival.dispatchedNth = this.#nth;
    this.#onTheirWay.delete(arrival);
    addTo(this.#dispatched, arrival);
  }

  end(arrival: Arrival, at: number, answered: boolean): Arrival {
    arrival.endedAt ??= at;
    arrival.endedNth ??= this.#nth;
    arrival.answered ??= answered;
    this.#onTheirWay.delete(arrival);
    this.#dispatched.delete(arrival);
    return arrival;
  }

  /** The process has ended, and with it all that it had begun. */
  endAll(at: number): void {
    for (const it of [...this.#onTheirWay, ...this.#dispatched]) this.end(it, at, false);
  }

  named(message: string): Arrival | undefined {
    return this.#byMessage.get(message);
  }

  /** A message that has had its answer is another one when it comes again. */
  unended(message: string): Arrival | undefined {
    const known = this.named(message);
    return known?.endedAt === undefined ? known : undefined;
  }

  /** The oldest that came just now and is on its way to its session. */
  onItsWay(now: number, fits: (arrival: Arrival) => boolean): Arrival | undefined {
    return firstOf(this.#onTheirWay, now, SOON_MS, fits);
  }

  /** The oldest that is with its session. */
  dispatched(now: number, fits: (arrival: Arrival) => boolean): Arrival | undefined {
    return firstOf(this.#dispatched, now, LONGEST_TURN_MS, fits);
  }
}

/** Those of another time are forgotten: too old, or of another log. */
function firstOf(
  some: Set<Arrival>,
  now: number,
  withinMs: number,
  fits: (arrival: Arrival) => boolean,
): Arrival | undefined {
  for (const it of some) {
    if (Math.abs(now - it.at) > withinMs) some.delete(it);
    else if (fits(it)) return it;
  }
  return undefined;
}

function addTo(some: Set<Arrival>, arrival: Arrival): void {
  some.add(arrival);
  const [oldest] = some;
  if (some.size > MAX_OPEN && oldest) some.delete(oldest);
}
