import type { Timers } from "../../delays.ts";
import type { Dispatch, Outcome } from "../../dispatch/contract.ts";
import { UsageError } from "../../errors.ts";
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
  /** How a middleware that decides about the work let it end, e.g. `joined`. */
  outcome?: Outcome<void>;
}

/**
 * Channel middleware: does something before the rest of the chain, awaits it by `next()`, and does something
 * after. What does not call `next()` ends the dispatch there; what throws fails it.
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
  /** Called for every dispatch. `next()` runs the rest of the chain, at most once. */
  (context: MiddlewareContext, next: () => Promise<void>): Promise<void>;
  /** Lets go of everything; called once, when the gateway stops. @param options.timeoutMs how long it may take */
  close?(options?: { timeoutMs?: number }): Promise<void>;
}

/** What the gateway gives to its middleware. A replay gives virtual time: wait on nothing else. */
export interface MiddlewareHost {
  /** The time, in ms since the epoch. */
  readonly now: () => number;
  readonly timers: Timers;
}

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

/**
 * One middleware out of several: the first is the outermost. Closing it closes each, in the same order.
 *
 * @throws UsageError `ERR_NEXT_TWICE` (as a rejection) when a middleware calls `next()` a second time
 *
 * @example
 * ```ts
 * import { compose, type Middleware } from "feishu-dispatch-dedup/gateway";
 *
 * const logged: Middleware = async ({ dispatch }, next) => {
 *   console.log(dispatch.sessionKey);
 *   await next();
 * };
 * const noLinks: Middleware = async ({ dispatch }, next) => {
 *   if (!dispatch.text?.includes("https://")) await next();
 * };
 * export const chain = compose([logged, noLinks]);
 * ```
 */
export function compose(chain: readonly Middleware[]): Middleware & Required<Pick<Middleware, "close">> {
  async function runChain(context: MiddlewareContext, next: () => Promise<void>): Promise<void> {
    await enter(0);
    async function enter(index: number): Promise<void> {
      const middleware = chain[index];
      await (middleware
        ? middleware(
            context,
            once(() => enter(index + 1)),
          )
        : next());
    }
  }
  const close: NonNullable<Middleware["close"]> = async (options) => {
    for (const middleware of chain) await middleware.close?.(options);
  };
  return Object.assign(runChain, { close });
}

function once(next: () => Promise<void>): () => Promise<void> {
  let called = false;
  return async () => {
    if (called)
      throw new UsageError("ERR_NEXT_TWICE", "A channel middleware called next() twice for one dispatch.");
    called = true;
    await next();
  };
}
