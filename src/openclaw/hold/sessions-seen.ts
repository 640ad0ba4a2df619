import { LRUCache } from "lru-cache";

// Far more than are in use at a time. What is forgotten is only that another channel must look out.
const MAX_SESSIONS = 10_000;

/** The sessions that messages of the configured channels have used. */
export class SessionsSeen {
  readonly #keys = new LRUCache<string, true>({ max: MAX_SESSIONS });

  add(sessionKey: string): void {
    this.#keys.set(sessionKey, true);
  }

  has(sessionKey: string): boolean {
    return this.#keys.has(sessionKey);
  }
}
