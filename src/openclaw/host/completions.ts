import { LRUCache } from "lru-cache";
import type { DiagnosticEvent } from "./diagnostics.ts";
import { type Ending, endingOf } from "./endings.ts";

type Callback = (ending: Ending) => void;

// What the session did not wait for any longer may be reported late, or never.
const MAX_LATE = 1_000;

/**
 * Waits for the host's `message.processed`: one for each dispatch, also for commands, failures and aborts, which
 * no hook reports.
 */
export class Completions {
  readonly #waiting = new Map<string, Callback>();
  readonly #late = new LRUCache<string, Callback>({ max: MAX_LATE });

  /** Calls back when the host has finished the message that goes by one of these names. */
  expect(names: readonly string[], callback: Callback): void {
    for (const name of names) this.#waiting.set(name, callback);
  }

  /** The same for a message whose session was let go before its end. */
  expectLate(names: readonly string[], callback: Callback): void {
    for (const name of names) this.#late.set(name, callback);
  }

  /** Stops waiting for it. */
  forget(names: readonly string[]): void {
    for (const name of names) this.#waiting.delete(name);
  }

  /** Takes an event of the host's diagnostics. */
  readonly see = (event: DiagnosticEvent): void => {
    if (event.type !== "message.processed" || !event.channel || !event.messageId) return;
    const ending = endingOf(event);
    if (!ending) return;
    const name = reportedAs(event.channel, event.messageId);
    const callback = this.#waiting.get(name) ?? this.#late.get(name);
    this.#waiting.delete(name);
    this.#late.delete(name);
    callback?.(ending);
  };
}

/** The name of a dispatch in the host's diagnostics. */
export function reportedAs(channel: string, messageId: string): string {
  return `${channel.toLowerCase()} ${messageId}`;
}
