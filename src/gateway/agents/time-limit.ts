import { AgentError } from "./agent.ts";

/**
 * A signal that aborts when the turn's does, or when the time is up.
 *
 * @param orTimeout makes the error of one into the error of the other: what failed because the time was up, failed
 * because of that
 */
export function timeLimit(signal: AbortSignal, ms: number) {
  const late = AbortSignal.timeout(ms);
  const orTimeout = (error: unknown): unknown => {
    if (signal.aborted) return signal.reason;
    if (!late.aborted) return error;
    const message = `the agent did not finish within ${ms} ms (agent.timeoutMs)`;
    return new AgentError("ERR_AGENT_TIMEOUT", message, { isPassing: false });
  };
  return { signal: AbortSignal.any([signal, late]), orTimeout };
}
