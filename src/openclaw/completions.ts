import type { DiagnosticEvent } from "./host.ts";

/** How the host says a dispatched message ended. */
export type Completion = "completed" | "skipped" | "error";

/**
 * Waits for the host's `message.processed`: one for each dispatch, also for commands, failures and aborts, which
 * no hook reports.
 */
export class Completions {
  readonly #waiting = new Map<string, (completion: Completion) => void>();

  /** Calls back, once, when the host has finished this message. */
  expect(channel: string, messageId: string, callback: (completion: Completion) => void): void {
    this.#waiting.set(keyOf(channel, messageId), callback);
  }

  /** Stops waiting for it. */
  forget(channel: string, messageId: string): void {
    this.#waiting.delete(keyOf(channel, messageId));
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = (event: DiagnosticEvent): void => {
    if (event.type !== "message.processed" || !event.channel || !event.messageId) return;
    // A second delivery that the host drops is reported under the id of the first one, which still runs.
    if (event.outcome === "skipped" && event.reason === "duplicate") return;
    const key = keyOf(event.channel, event.messageId);
    const callback = this.#waiting.get(key);
    this.#waiting.delete(key);
    callback?.(event.outcome === "error" || event.outcome === "skipped" ? event.outcome : "completed");
  };

  get size(): number {
    return this.#waiting.size;
  }
}

function keyOf(channel: string, messageId: string): string {
  return `${channel.toLowerCase()} ${messageId}`;
}
