import type { Dispatch, DispatchStats, Handler, Outcome, SessionSnapshot } from "./contract.ts";

/** What a recalled message does to its work. */
export interface RecallOptions {
  /**
   * What becomes of a turn that runs: its signal aborts (`ERR_TURN_RECALLED`), or it may finish.
   * @default "abort"
   */
  readonly running?: "abort" | "ignore";
}

/** The middleware: call it with a dispatch and the handler that does the work. */
export interface DispatchDedup {
  /**
   * Runs the handler as a turn, unless the work runs or has finished already. Rejects with what the handler throws.
   *
   * @throws {UsageError} `ERR_INVALID_DISPATCH` (as a rejection) when the dispatch is not as described
   * @throws {DeadlockError} `ERR_DISPATCH_DEADLOCK` (as a rejection) when turns would wait for each other
   */
  <T>(dispatch: Dispatch, next: Handler<T>): Promise<Outcome<T>>;
  /** The counters, now. */
  stats(): DispatchStats;
  /** Every session that has a turn running or waiting. */
  sessions(): SessionSnapshot[];
  /**
   * Aborts the running turn's signal and drops what waits (`cancelled: interrupted`).
   * The session stays held until the running turn really ends.
   *
   * @returns how many turns were aborted or dropped
   */
  cancel(sessionKey: string): number;
  /**
   * Takes a message back that its author recalled: all dispatches that wait for its work end `cancelled: recalled`, and
   * so does every dispatch of it that comes within `settledTtlMs`, for as long as no more than `maxSettled` other
   * identities were recalled since. Work that has finished stays finished.
   *
   * @param id any identity of the message, e.g. `messageIdentity(message_id, { account })`
   * @returns how many turns were aborted or dropped
   * @throws {UsageError} `ERR_INVALID_DISPATCH` when the id is not a text, or empty
   *
   * @example
   * import { createDispatchDedup } from "feishu-dispatch-dedup";
   * import { type FeishuEvent, isRecall, messageIdentity } from "feishu-dispatch-dedup/feishu";
   *
   * const dedup = createDispatchDedup();
   *
   * export function onRecall(event: FeishuEvent): void {
   *   if (isRecall(event)) dedup.recall(messageIdentity(event.event.message_id));
   * }
   */
  recall(id: string, options?: RecallOptions): number;
  /**
   * Takes what an identity names for done: from now on, and as long as for other work that has finished, a dispatch with
   * it is a `duplicate`, and so are those that wait with it. Work that runs goes on. For what the bot itself has sent,
   * which must not be answered when it is pushed back.
   *
   * @param id e.g. `messageIdentity(message_id, { account })`
   * @throws {UsageError} `ERR_INVALID_DISPATCH` when the id is not a text, or empty
   *
   * @example
   * import { createDispatchDedup } from "feishu-dispatch-dedup";
   * import { messageIdentity } from "feishu-dispatch-dedup/feishu";
   * import { type FeishuClient, Replies } from "feishu-dispatch-dedup/feishu/channel";
   * import { pino } from "pino";
   *
   * const dedup = createDispatchDedup();
   *
   * export function repliesOf(client: FeishuClient): Replies {
   *   const onSent = ({ messageId }: { messageId: string }) => dedup.settle(messageIdentity(messageId));
   *   return new Replies({ account: "default", client, onSent, log: pino() });
   * }
   */
  settle(id: string): void;
  /** Resolves when nothing runs and nothing waits. */
  onIdle(): Promise<void>;
  /**
   * Stops intake, ends what waits (`cancelled: closed`) and lets running turns finish. Turns that outlast
   * `timeoutMs` have their signal aborted and their dispatches end `cancelled: closed`.
   *
   * @param options.timeoutMs how long to wait for running turns, in ms, up to 2,147,483,647 (24.8 days); 0 does
   * not wait. Default 30,000
   * @throws {UsageError} `ERR_INVALID_OPTION`, and closes nothing, when `timeoutMs` is not that
   */
  close(options?: { timeoutMs?: number }): Promise<void>;
}
