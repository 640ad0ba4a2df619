import { LRUCache } from "lru-cache";
import type { Timers } from "../../delays.ts";
import type { DiagnosticEvent } from "./diagnostics.ts";

// Sessions in use at a time are few; what is forgotten is only not waited for.
const MAX_SESSIONS = 1_000;

/** A channel hands out the next message of a chat when the one before it is processed; it took up to 60 ms. */
export const QUIET_MS = 250;
/** A session in which something comes all the time is not waited for. */
const MOST_MS = 1_000;

/**
 * Tells when nothing is on its way to a session any more.
 *
 * 2026.7 looks the session up when a message comes, and again before it asks any plugin about it. When a `/new` changes
 * the session in between, the message is dropped with an error, and nobody can do anything about it. So what the end of
 * a turn sets free must have arrived before a `/new` that waited for the same end starts.
 */
export class Arrivals {
  readonly #processed = new LRUCache<string, number>({ max: MAX_SESSIONS });
  readonly #queued = new LRUCache<string, number>({ max: MAX_SESSIONS });
  readonly #counts = new LRUCache<string, number>({ max: MAX_SESSIONS });
  readonly #timers: Timers;
  readonly #now: () => number;

  constructor(timers: Timers, now: () => number) {
    this.#timers = timers;
    this.#now = now;
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = ({ type, sessionKey }: DiagnosticEvent): void => {
    if (!sessionKey) return;
    if (type === "message.processed") this.#processed.set(sessionKey, this.#now());
    if (type !== "message.queued") return;
    this.#queued.set(sessionKey, this.#now());
    this.#counts.set(sessionKey, this.count(sessionKey) + 1);
  };

  /** How many messages have come to the session so far, also those that the host deals with before any plugin. */
  count(sessionKey: string): number {
    return this.#counts.get(sessionKey) ?? 0;
  }

  /** @returns undefined when the session has been quiet already */
  quiet(sessionKey: string): Promise<void> | undefined {
    const since = this.#now();
    const until = (this.#processed.get(sessionKey) ?? Number.NEGATIVE_INFINITY) + QUIET_MS;
    return until > since ? this.#wait(sessionKey, since, until) : undefined;
  }

  async #wait(sessionKey: string, since: number, first: number): Promise<void> {
    let until = first;
    while (until > this.#now()) {
      const restMs = until - this.#now();
      await new Promise<void>((resolve) => this.#timers.setTimeout(resolve, restMs));
      const queued = this.#queued.get(sessionKey) ?? 0;
      if (queued >= since) until = Math.min(queued + QUIET_MS, since + MOST_MS);
    }
  }
}
