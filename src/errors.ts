/**
 * The errors this package throws by itself. An error of the user's own handler is passed on untouched.
 *
 * There is one class for each party that can do something about it, and a stable `code` for each reason,
 * so that programs decide by `instanceof` and `code` and never by the text.
 *
 * @example
 * import { FeishuDispatchError } from "feishu-dispatch-dedup";
 *
 * export const codeOf = (error: unknown) => (error instanceof FeishuDispatchError ? error.code : undefined);
 */
export abstract class FeishuDispatchError extends Error {
  /** Stable and machine readable, e.g. `ERR_INVALID_OPTION`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/**
 * Whoever wrote the code or the config can fix it: a bad option, dispatch, argument or file.
 *
 * @example
 * import { createDispatchDedup, UsageError } from "feishu-dispatch-dedup";
 *
 * try {
 *   createDispatchDedup({ maxQueued: -1 });
 * } catch (error) {
 *   if (error instanceof UsageError) console.error(error.code, error.message); // ERR_INVALID_OPTION …
 * }
 */
export class UsageError extends FeishuDispatchError {}

/**
 * Whoever sent the event can fix it: it is not what Feishu sends. Nothing was accepted.
 *
 * @example
 * import { InputError } from "feishu-dispatch-dedup";
 * import { parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * try {
 *   parseEvent({ schema: "2.0" });
 * } catch (error) {
 *   if (error instanceof InputError) console.error(error.code, error.message);
 * }
 */
export class InputError extends FeishuDispatchError {}

/**
 * Whoever wrote the handlers can fix it: two turns would wait for each other for ever.
 *
 * @example
 * import { DeadlockError, type Dispatch, type DispatchDedup } from "feishu-dispatch-dedup";
 *
 * export async function ask(dedup: DispatchDedup, dispatch: Dispatch, answer: () => Promise<string>) {
 *   try {
 *     return await dedup(dispatch, answer);
 *   } catch (error) {
 *     if (error instanceof DeadlockError) return undefined; // the other session waits for this one
 *     throw error;
 *   }
 * }
 */
export class DeadlockError extends FeishuDispatchError {}

/**
 * Nobody has to fix anything: the reason with which a turn's signal aborts when the engine stops it.
 *
 * @example
 * import { type Turn, TurnStopped } from "feishu-dispatch-dedup";
 *
 * export async function answer({ signal }: Turn) {
 *   signal.addEventListener("abort", () => {
 *     if (signal.reason instanceof TurnStopped) console.log("stopped:", signal.reason.code);
 *   });
 * }
 */
export class TurnStopped extends FeishuDispatchError {}
