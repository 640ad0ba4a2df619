import type { DispatchDedup } from "../dispatch/api.ts";
import type { Turn } from "../dispatch/contract.ts";
import type { ChannelLog } from "../feishu/channel.ts";
import type { FeishuEvent, ToDispatchOptions } from "../feishu/index.ts";
import type { Inbox } from "../inbox/inbox.ts";
import type { RetryPolicy } from "../inbox/retry.ts";

/** What a handler gets beside its event. */
export interface BotTurn extends Turn {
  /** The event as `parseEvent` reads it; undefined for a type that it does not know. */
  readonly event: FeishuEvent | undefined;
  /** From 1; more after a failure, or after a crash in mid-turn. Without an inbox always 1. */
  readonly attempt: number;
}

/** How a bot's handlers are run. Every option has a default. */
export interface BotOptions extends Omit<ToDispatchOptions, "lane"> {
  /** Who shares a session. @default "per-channel-peer": in DMs each person has one */
  readonly dmScope?: ToDispatchOptions["dmScope"];
  /**
   * The engine, for who wants to close it, look into it or cancel turns, and for handlers that are registered in several
   * places. @default one of its own, with no bound on what waits if there is an inbox
   */
  readonly dedup?: DispatchDedup;
  /**
   * Keeps what was acknowledged until its handler has ended: failures are tried again, and what a crash has left runs
   * after the next start, in order. One that several processes share is refused. @default none: what was acknowledged
   * is in memory alone, and a failure is final
   */
  readonly inbox?: Inbox;
  /**
   * How a failed handler is tried again, with an inbox; one that has ended its process has failed, too.
   * @default 5 attempts within some 30 s
   */
  readonly retry?: RetryPolicy;
  /** Told once of each event that was given up, after its last attempt. @default nobody; it is in the log */
  readonly onGivenUp?: (error: unknown, event: FeishuEvent | undefined) => void;
  /** How long the answer to a card waits for its handler, in ms; Feishu waits 3,000. @default 2,000 */
  readonly cardTimeoutMs?: number;
  /** Where it says what went wrong; a pino logger is one. @default the console, warnings and errors */
  readonly log?: ChannelLog;
}
