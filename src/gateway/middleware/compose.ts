import { inLine } from "./in-line.ts";
import type { Middleware, ReportMisuse } from "./middleware.ts";
import { guarded, type Step } from "./next-guard.ts";

/** How a chain is made. */
export interface ComposeOptions {
  /** Is told of a `next()` that came too late. @default a warning of the process */
  readonly report?: ReportMisuse | undefined;
  /** How its middleware are called in errors, by place. @default the functions' own names */
  readonly names?: readonly string[];
}

/** A chain as one middleware. */
export type Composed = Middleware & Required<Pick<Middleware, "close">>;

/**
 * One middleware out of several: the first is the outermost. Closing it closes each, in the same order, even
 * behind one that fails to close.
 *
 * It is over when everything that was begun is over, even if a middleware does not await its `next()`. Where one
 * wants its dispatches in order (`entersInOrder`, as `feishu-dispatch-dedup` does), they take their place in the
 * session's line as they enter the chain, so that those in front of it may wait.
 *
 * @throws UsageError `ERR_NEXT_TWICE` (as a rejection) when a middleware calls `next()` a second time,
 * `ERR_NEXT_TOO_LATE` (from that `next()`, and reported) when it calls it after it has ended
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
export function compose(
  chain: readonly Middleware[],
  { report = warn, names = [] }: ComposeOptions = {},
): Composed {
  const steps = chain.map((middleware, index) => {
    const name = names[index] ?? (middleware.name || `#${index + 1}`);
    return guarded(middleware, name, report);
  });
  const run = inSequence(keepingOrder(chain, steps));
  const runChain: Middleware = (context, next) => run(context, next);
  const close: Composed["close"] = async (options) => {
    const errors: unknown[] = [];
    for (const middleware of chain)
      await (async () => middleware.close?.(options))().catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  };
  const recall = (identity: string) => {
    for (const middleware of chain) middleware.recall?.(identity);
  };
  return Object.assign(runChain, { close, recall });
}

/** The steps, with a line before the first one that wants its dispatches in order. */
function keepingOrder(chain: readonly Middleware[], steps: readonly Step[]): readonly Step[] {
  const index = chain.findIndex(({ entersInOrder }) => entersInOrder !== undefined);
  const [ordered, step] = [chain[index], steps[index]];
  if (index < 1 || !ordered || !step) return steps;
  const front = inSequence(steps.slice(0, index));
  const isOrdered = (context: Parameters<Step>[0]) => ordered.entersInOrder?.(context) ?? false;
  return [inLine(front, step, isOrdered), ...steps.slice(index + 1)];
}

function inSequence(steps: readonly Step[]): Step {
  return (context, next) => {
    const enter = async (index: number): Promise<void> => {
      const step = steps[index];
      await (step ? step(context, () => enter(index + 1)) : next());
    };
    return enter(0);
  };
}

function warn(error: Error): void {
  process.emitWarning(error);
}
