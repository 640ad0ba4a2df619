import { FeishuDispatchError } from "../errors.ts";

/**
 * Nobody has to fix anything: the event was not taken, and Feishu delivers it again.
 *
 * - `ERR_SESSION_FULL`: `maxQueued` turns wait in its session.
 * - `ERR_CLOSED`: the engine is closed.
 *
 * @example
 * import { NotTaken } from "feishu-dispatch-dedup/bot";
 *
 * export const comesAgain = (error: unknown) => error instanceof NotTaken;
 */
export class NotTaken extends FeishuDispatchError {}
