import { TurnStopped } from "../../errors.ts";
import { ReplyError } from "../../feishu/channel.ts";
import { InboxError } from "../../inbox/errors.ts";
import { AgentError } from "../agents/agent.ts";
import { isSessionLost } from "./holds.ts";

/**
 * What an attempt that did not succeed means for its message.
 *
 * - `stopped`: a user or an operator ended it.
 * - `left`: the gateway ends, or its inbox did, or another process has the session now. Whoever has it next runs it again.
 * - `passing`: the next attempt may succeed.
 * - `final`: none would.
 */
export type AttemptVerdict = "stopped" | "left" | "passing" | "final";

/** @param signal the turn's, which says why it was aborted */
export function verdictOn(error: unknown, signal: AbortSignal): AttemptVerdict {
  if (error instanceof InboxError) return "left";
  // What the turn has asked may be closed before the turn itself is told to stop.
  const stop: unknown = signal.aborted ? signal.reason : error;
  if (!signal.aborted && !(stop instanceof TurnStopped)) return isPassing(error) ? "passing" : "final";
  const code = stop instanceof TurnStopped ? stop.code : "";
  if (code === "ERR_CLOSED" || isSessionLost(stop)) return "left";
  return code === "ERR_TURN_TIMEOUT" ? "final" : "stopped";
}

function isPassing(error: unknown): boolean {
  return (error instanceof AgentError || error instanceof ReplyError) && error.isPassing;
}

/** Whether the user can be told of a failure: not where Feishu has just refused to have anything said. */
export function mayTell(error: unknown): boolean {
  return !(error instanceof ReplyError) || error.mayTell;
}

/**
 * Nobody waits for an answer to what was taken back: one that has nowhere else to go is no failure.
 *
 * @returns whether it was sent
 */
export async function unlessRecalled(sending: Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof ReplyError && error.isRecalled) return false;
    throw error;
  }
}
