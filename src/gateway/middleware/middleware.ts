import type { Timers } from "../../delays.ts";
import type { Dispatch, Outcome, Turn } from "../../dispatch/contract.ts";
import type { UsageError } from "../../errors.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import type { Transport } from "../../transport.ts";

/** One dispatch on its way through the channel's middleware. */
export interface MiddlewareContext {
  /** The event as Feishu pushed it. */
  readonly event: FeishuEvent;
  /** The bot account that received it. */
  readonly account: string;
  readonly transport: Transport;
  /** The same event in the engine's words: identities, session key, lane, text, time. */
  readonly dispatch: Dispatch;
  /** Aborts when the work should stop. A middleware that runs the rest as a turn puts the turn's signal here. */
  signal: AbortSignal;
  /**
   * How the turn asks its user. A middleware that runs the rest as a turn, and lets messages through to it, puts the
   * turn's `nextMessage` here; without one an agent cannot ask.
   */
  nextMessage?: Turn["nextMessage"];
  /** How a middleware that decides about the work let it end, e.g. `joined`. */
  outcome?: Outcome<void>;
}

/**
 * Channel middleware: does something before the rest of the chain, awaits it by `next()`, and does something
 * after. What does not call `next()` ends the dispatch there, and what throws before it fails it. Once the rest
 * has run, it is over as the rest ended: what is thrown or swallowed behind `next()` is in the log, and changes
 * neither what the user was told nor what the inbox remembers.
 *
 * @example
 * ```ts
 * import type { Middleware } from "feishu-dispatch-dedup/gateway";
 *
 * const timed: Middleware = async (context, next) => {
 *   const startedAt = performance.now();
 *   await next();
 *   console.log(context.dispatch.sessionKey, performance.now() - startedAt);
 * };
 * ```
 */
export interface Middleware {
  /**
   * Called for every dispatch. `next()` runs the rest of the chain, at most once, and before the promise that is
   * returned here has settled; the chain waits for it even if the middleware does not.
   */
  (context: MiddlewareContext, next: () => Promise<void>): Promise<void>;
  /**
   * Whether this dispatch has to reach this middleware in the order in which its session's dispatches entered the
   * chain, however long the middleware in front of it take. @default no order
   */
  entersInOrder?(context: MiddlewareContext): boolean;
  /**
   * Told that a message was recalled that may wait here: it needs no turn.
   *
   * @param identity of the message: one of the `ids` of its dispatch
   */
  recall?(identity: string): void;
  /** Lets go of everything; called once, when the gateway stops. @param options.timeoutMs how long it may take */
  close?(options?: { timeoutMs?: number }): Promise<void>;
}

/** What the gateway gives to its middleware. A replay gives virtual time: wait on nothing else. */
export interface MiddlewareHost {
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  readonly timers: Timers;
  /** Is told of a `next()` that came too late. @default a warning of the process */
  readonly report?: ReportMisuse;
}

/** Is told what a middleware did wrong when its dispatch had ended, so that no promise can say it. */
export type ReportMisuse = (error: UsageError, context: MiddlewareContext) => void;

/**
 * Makes a middleware out of the options that stand in the config. A module's default export is one.
 *
 * @example
 * ```ts
 * import type { MiddlewareFactory } from "feishu-dispatch-dedup/gateway";
 *
 * const factory: MiddlewareFactory = () => async (context, next) => {
 *   console.log(`${context.account}: ${context.dispatch.lane}`);
 *   await next();
 * };
 * export default factory;
 * ```
 */
export type MiddlewareFactory = (options: unknown, host: MiddlewareHost) => Middleware | Promise<Middleware>;
