import type { DiagnosticEvent } from "./host.ts";

/** How the host says a dispatched message ended. */
export type Completion = "completed" | "skipped" | "error";

/**
 * Waits for the host's `message.processed`: one for each dispatch, also for commands, failures and aborts, which
 * no hook reports.
 */
export class Completions {
  readonly #waiting = new Map<string, (completion: Completion) => void>();

  /** Calls back when the host has finished the message that goes by one of these names. */
  expect(names: readonly string[], callback: (completion: Completion) => void): void {
    for (const name of names) this.#waiting.set(name, callback);
  }

  /** Stops waiting for it. */
  forget(names: readonly string[]): void {
    for (const name of names) this.#waiting.delete(name);
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = (event: DiagnosticEvent): void => {
    if (event.type !== "message.processed" || !event.channel || !event.messageId) return;
    // A second delivery that the host drops is reported under the id of the first one, which still runs.
    if (event.outcome === "skipped" && event.reason === "duplicate") return;
    const name = reportedAs(event.channel, event.messageId);
    const callback = this.#waiting.get(name);
    this.#waiting.delete(name);
    callback?.(event.outcome === "error" || event.outcome === "skipped" ? event.outcome : "completed");
  };
}

/** The name of a dispatch in the host's diagnostics. */
export function reportedAs(channel: string, messageId: string): string {
  return `${channel.toLowerCase()} ${messageId}`;
}
