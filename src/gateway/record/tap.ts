import type { Arrival, IntakeWatcher } from "../../feishu/channel.ts";
import type { TextOptions } from "../../feishu/index.ts";

/** Hears every event that has come in, whatever became of it, and how its account reads it. Must not throw. */
export type TapListener = (arrival: Arrival, reading: TextOptions) => void;

/** Where a copy of what arrives can be had beside the gateway. It costs nothing while nobody listens. */
export class Tap {
  readonly #listeners = new Set<TapListener>();

  /** @returns what ends it */
  listen(listener: TapListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param watcher who else hears what becomes of the account's events */
  watch(account: string, readingOf: () => TextOptions, watcher: IntakeWatcher): IntakeWatcher {
    return {
      ...watcher,
      taken: (taken, event, how) => {
        watcher.taken?.(taken, event, how);
        if (!event || this.#listeners.size === 0) return;
        for (const listener of this.#listeners) listener({ event, account, ...how }, readingOf());
      },
    };
  }
}
