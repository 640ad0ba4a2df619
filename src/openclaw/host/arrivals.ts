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
 * Both are waited for in steps of this. A process that gets little of a busy machine makes late steps, and what is on its
 * way in that process is as late.
 */
const STEP_MS = 25;

/**
 * Tells when nothing is on its way to a session any more.
 *
 * 2026.7 looks the session up when a message comes, and again before it asks any plugin about it. When a `/new` changes
 * the session in between, the message is dropped with an error, and nobody can do anything about it. So what the end of
 * a turn sets free must have arrived before a `/new` that waited for the same end starts.
 */
export class Arrivals {
  readonly #processed = new LRUCache<string, number>({ max: MAX_SESSIONS });
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
    if (type === "message.queued") this.#counts.set(sessionKey, this.count(sessionKey) + 1);
  };

  /** How many messages have come to the session so far, also those that the host deals with before any plugin. */
  count(sessionKey: string): number {
    return this.#counts.get(sessionKey) ?? 0;
  }

  /** @returns undefined when the session has been quiet already */
  quiet(sessionKey: string): Promise<void> | undefined {
    const quietMs = this.#now() - (this.#processed.get(sessionKey) ?? Number.NEGATIVE_INFINITY);
    return quietMs < QUIET_MS ? this.#wait(sessionKey, quietMs) : undefined;
  }

  async #wait(sessionKey: string, before: number): Promise<void> {
    let seen = this.count(sessionKey);
    for (let quietMs = before, ms = 0; quietMs < QUIET_MS && ms < MOST_MS; ms += STEP_MS) {
      await new Promise<void>((resolve) => this.#timers.setTimeout(resolve, STEP_MS));
      quietMs = this.count(sessionKey) === seen ? quietMs + STEP_MS : STEP_MS;
      seen = this.count(sessionKey);
    }
  }
}
