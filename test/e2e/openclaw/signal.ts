import { EventEmitter, once } from "node:events";

/** Something changed: lets a scenario wait for a condition instead of sleeping. */
export class Signal {
  readonly #events = new EventEmitter<{ change: [] }>().setMaxListeners(0);

  readonly tell = (): void => {
    this.#events.emit("change");
  };

  /**
   * Resolves as soon as the condition holds, or the time is over.
   *
   * @returns whether it held
   */
  async until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    const late = AbortSignal.timeout(timeoutMs);
    while (!condition()) {
      if (late.aborted) return false;
      await once(this.#events, "change", { signal: late }).catch(() => {});
    }
    return true;
  }
}
