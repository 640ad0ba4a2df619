import type { Arrival } from "./arrival.ts";
import type { Fact } from "./fact.ts";

/** How many messages are remembered: those of some minutes, on a busy bot. */
export const REMEMBERED = 2000;
/** The lines about one message follow each other closely; but its turn may take as long as it likes. */
const SOON_MS = 60_000;

/** The latest messages of a log, and where in its order they began and ended. */
export class ArrivalList {
  /** Oldest first. */
  readonly recent: Arrival[] = [];
  #nth = 0;

  /** Another fact has been read. */
  next(): void {
    this.#nth += 1;
  }

  add(arrival: Arrival): Arrival {
    this.recent.push(arrival);
    if (this.recent.length > REMEMBERED) this.recent.splice(0, REMEMBERED / 10);
    return arrival;
  }

  dispatch(arrival: Arrival, at: number): void {
    if (arrival.dispatchedAt !== undefined) return;
    arrival.dispatchedAt = at;
    arrival.dispatchedNth = this.#nth;
  }

  end(arrival: Arrival, at: number, answered: boolean): Arrival {
    arrival.endedAt ??= at;
    arrival.endedNth ??= this.#nth;
    arrival.answered ??= answered;
    return arrival;
  }

  named(message: string): Arrival | undefined {
    return this.recent.findLast((it) => it.message === message);
  }

  /** A message that has had its answer is another one when it comes again. */
  unended(message: string): Arrival | undefined {
    const known = this.named(message);
    return known?.endedAt === undefined ? known : undefined;
  }

  /** The oldest that came just now and is on its way to its session. */
  onItsWay({ at }: Fact, fits: (arrival: Arrival) => boolean): Arrival | undefined {
    return this.recent.find((it) => !isPast(it) && it.at >= at - SOON_MS && fits(it));
  }

  /** The oldest that is with its session. */
  dispatched(fits: (arrival: Arrival) => boolean): Arrival | undefined {
    return this.recent.find((it) => it.dispatchedAt !== undefined && it.answered === undefined && fits(it));
  }
}

function isPast({ dispatchedAt, endedAt }: Arrival): boolean {
  return dispatchedAt !== undefined || endedAt !== undefined;
}
