import { z } from "zod";
import { type CommandPolicy, commandPolicy } from "../../dispatch/command-policy.ts";
import type { Outcome } from "../../dispatch/contract.ts";
import { createDispatchDedup } from "../../dispatch/dedup.ts";
import { configurableOptions } from "../../dispatch/options.ts";
import { UsageError } from "../../errors.ts";
import { explain } from "../../explain.ts";
import { chatTypes } from "../../feishu/event/chat-types.ts";
import { chatTypeOf, type FeishuEvent } from "../../feishu/index.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import type { MiddlewareEntry } from "../config/read-config.ts";
import type { Middleware, MiddlewareContext, MiddlewareFactory } from "./middleware.ts";

/** What may stand beside the name in the config. */
export const dedupMiddlewareOptions = configurableOptions.extend({
  chatTypes: z
    .array(z.enum(chatTypes))
    .default(["p2p", "group"])
    .meta({ title: "Chat types", description: "Which chats are kept in order: p2p (DMs), group." }),
});

/** The options of the `feishu-dispatch-dedup` middleware: the engine's, and which chats it looks after. */
export type DedupMiddlewareOptions = z.input<typeof dedupMiddlewareOptions>;

/**
 * The engine as channel middleware: runs the rest of the chain once for each work, one turn at a time for each
 * session. Events of other chat types pass untouched; what does not say where it comes from is kept in order.
 *
 * @throws UsageError `ERR_INVALID_OPTION`, naming the option, what was expected and what came
 *
 * @example
 * ```ts
 * import { createDedupMiddleware } from "feishu-dispatch-dedup/gateway";
 *
 * const middleware = createDedupMiddleware({ reorderWindowMs: 200 }, { now: Date.now, timers: globalThis });
 * ```
 */
export const createDedupMiddleware = ((options, { now, timers }): Middleware => {
  const { chatTypes, ...engineOptions } = checkOptions(options ?? {});
  const dedup = createDispatchDedup({ ...engineOptions, now, timers });
  const kindOf = commandPolicy(engineOptions.commands);
  const isOurs = ({ event }: MiddlewareContext) => isKept(event, chatTypes);
  async function feishuDispatchDedup(context: MiddlewareContext, next: () => Promise<void>): Promise<void> {
    if (!isOurs(context)) return next();
    const dispatch = { ...context.dispatch, signal: context.signal };
    const outcome: Outcome<void> = await dedup(dispatch, (turn) => {
      context.signal = turn.signal;
      context.nextMessage = (options) => turn.nextMessage(options);
      return next();
    });
    context.outcome = outcome;
  }
  const entersInOrder = (context: MiddlewareContext) =>
    isOurs(context) && kindOf(context.dispatch.text) !== "bypass";
  return Object.assign(feishuDispatchDedup, { close: dedup.close, recall: dedup.recall, entersInOrder });
}) satisfies MiddlewareFactory;

/**
 * The command words that a config gives to its `feishu-dispatch-dedup`; none where it has none.
 *
 * @throws UsageError as {@link createDedupMiddleware}
 */
export function commandsOf(middleware: readonly MiddlewareEntry[]): CommandPolicy {
  const entry = middleware.find(({ name }) => name === PACKAGE_NAME);
  return checkOptions(entry?.options ?? {}).commands;
}

/**
 * How many events of a session the middleware of a config wants to have at once: one where it keeps order, so that
 * what waits does so in the inbox; as many as may wait in it where it is to reorder them; any number where it does
 * not look.
 *
 * @throws UsageError as {@link createDedupMiddleware}
 */
export function roomOf(middleware: readonly MiddlewareEntry[]): (event: FeishuEvent) => number {
  const entry = middleware.find(({ name }) => name === PACKAGE_NAME);
  if (!entry) return () => Number.POSITIVE_INFINITY;
  const { chatTypes, reorderWindowMs, maxQueued } = checkOptions(entry.options ?? {});
  const room = reorderWindowMs > 0 ? Math.max(1, maxQueued) : 1;
  return (event) => (isKept(event, chatTypes) ? room : Number.POSITIVE_INFINITY);
}

function isKept(event: FeishuEvent, chatTypes: readonly string[]): boolean {
  const type = chatTypeOf(event);
  return type === undefined || chatTypes.includes(type);
}

function checkOptions(options: unknown): z.output<typeof dedupMiddlewareOptions> {
  const result = dedupMiddlewareOptions.safeParse(options);
  if (result.success) return result.data;
  throw new UsageError("ERR_INVALID_OPTION", explain(result.error, options, ""), { cause: result.error });
}
