import { LRUCache } from "lru-cache";
import type { DiagnosticEvent } from "./diagnostics.ts";

// Runs at a time are few; what is forgotten is only not retried.
const MAX_RUNS = 1_000;

/**
 * Recognises turns whose transcript another writer replaced.
 *
 * The host tells no plugin the error's name, and the text that the user reads can be anything. What can be seen
 * is a run that ended in an error although its model call was answered: nothing else of a run is left to fail
 * then but to take the transcript's lock again.
 */
export class Takeovers {
  /** How each run's last model call ended. */
  readonly #answered = new LRUCache<string, boolean>({ max: MAX_RUNS });
  /** The run that failed last in each session. */
  readonly #failed = new LRUCache<string, string>({ max: MAX_RUNS });

  /** Takes an event of the host's internal diagnostics. */
  readonly see = ({ type, runId, sessionKey, outcome }: DiagnosticEvent): void => {
    if (!runId) return;
    if (type === "model.call.completed") this.#answered.set(runId, true);
    if (type === "model.call.error") this.#answered.set(runId, false);
    if (type !== "run.completed" || !sessionKey) return;
    if (outcome === "error") this.#failed.set(sessionKey, runId);
    else this.#failed.delete(sessionKey);
  };

  /** A turn starts in this session: what failed before is over. */
  start(sessionKey: string): void {
    this.#failed.delete(sessionKey);
  }

  /** Whether the last run of this session was taken over. */
  happened(sessionKey: string): boolean {
    return this.#answered.get(this.#failed.get(sessionKey) ?? "") === true;
  }
}
