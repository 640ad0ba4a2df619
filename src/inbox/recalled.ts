import { TurnStopped } from "../errors.ts";

/** The word by which an inbox remembers a message that its author has recalled. */
export const RECALLED = "recalled";

/** Whether it was a recall that aborted a turn. */
export function isRecalled({ reason }: AbortSignal): boolean {
  return reason instanceof TurnStopped && reason.code === "ERR_TURN_RECALLED";
}
