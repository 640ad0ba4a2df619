import { EventEmitter, once } from "node:events";
import type { Attempt, Delivery } from "./delivery.ts";
import type { SentMessage } from "./outbox.ts";

/** What the stand-in tells as it happens. */
export interface StandInEvents {
  /** A client connected and sent its first ping; how many are open now. */
  connected: [appId: string, open: number];
  /** A connection ended; how many are open now. */
  disconnected: [appId: string, open: number];
  /** An event is on its way. */
  sent: [delivery: Delivery, attempt: Attempt];
  /** It was acknowledged, refused, or not answered in time. */
  answered: [delivery: Delivery, attempt: Attempt];
  /** The bot sent a message; not told again when it is repeated under its `uuid`. */
  message: [message: SentMessage];
  /** An API request was answered. */
  request: [method: string, path: string, status: number];
  /** Any of the above happened. */
  change: [];
}

/**
 * An emitter of {@link StandInEvents} that one can wait on.
 *
 * @example
 * ```ts
 * import type { StandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * export async function firstMessage(feishu: StandIn) {
 *   await feishu.changes.until("the bot's first message", () => feishu.messages.length > 0, 5000);
 *   return feishu.messages[0];
 * }
 * ```
 */
export class Changes extends EventEmitter<StandInEvents> {
  /** Emits an event, and `change` after it. */
  tell<K extends Exclude<keyof StandInEvents, "change">>(name: K, ...values: StandInEvents[K]): void {
    EventEmitter.prototype.emit.call(this, name, ...values);
    this.emit("change");
  }

  /**
   * Resolves as soon as the condition holds; it is looked at now and after everything that happens.
   *
   * @param what is waited for, for the error's message
   * @param timeoutMs how long at most, in ms
   * @throws Error when it did not hold in time
   */
  async until(what: string, condition: () => boolean, timeoutMs = 20_000): Promise<void> {
    const late = AbortSignal.timeout(timeoutMs);
    while (!condition()) {
      await once(this, "change", { signal: late }).catch((cause: unknown) => {
        throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
      });
    }
  }
}
