import { FeishuDispatchError } from "../errors.ts";
import type { Ended } from "./work.ts";

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

/**
 * @param early how an event has ended before it had a place in the line
 * @throws NotTaken, or what kept it from being taken
 */
export function assertTaken(early: Ended | undefined, hasRun: boolean): void {
  if (early?.status === "overflow")
    throw new NotTaken("ERR_SESSION_FULL", "too many events wait in the session");
  if (early?.status === "cancelled" && early.reason === "closed")
    throw new NotTaken("ERR_CLOSED", "the engine is closed");
  if (early?.status === "failed" && !hasRun) throw early.error;
}
