import { followingFor } from "../../delays.ts";
import { AgentError } from "./agent.ts";

/** A limited time. It has to be released. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly orTimeout: (error: unknown) => unknown;
  readonly release: () => void;
}

/**
 * A signal that aborts when the turn's does, or when the time is up.
 *
 * `orTimeout` makes the error of one into the error of the other: what failed because the time was up, failed because
 * of that.
 */
export function timeLimit(turnSignal: AbortSignal, ms: number): TimeLimit {
  let isLate = false;
  const { controller, release } = followingFor(ms, turnSignal, () => {
    isLate = true;
    return new DOMException("The time is up.", "TimeoutError");
  });
  const orTimeout = (error: unknown): unknown => {
    if (turnSignal.aborted) return turnSignal.reason;
    if (!isLate) return error;
    const message = `the agent did not finish within ${ms} ms (agent.timeoutMs)`;
    return new AgentError("ERR_AGENT_TIMEOUT", message, { isPassing: false });
  };
  return { signal: controller.signal, orTimeout, release };
}
