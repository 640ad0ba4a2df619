import { followingFor } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import type { AgentTurn, NextMessage } from "./agent.ts";
import type { Question } from "./reply-json.ts";

export interface AskingOptions {
  readonly nextMessage: NextMessage;
  /** How long the answer may take, in ms. @default 600,000 */
  readonly questionTimeoutMs?: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * The message that answers a question, as the agent is told it.
 *
 * @throws TurnStopped `ERR_UNANSWERED` when it does not come in time: the turn ends, which is nobody's failure
 */
export async function answerTo(
  { state }: Question,
  { nextMessage, questionTimeoutMs = 600_000, signal }: AskingOptions,
): Promise<AgentTurn> {
  const late = () => {
    const message = `nobody answered within ${questionTimeoutMs} ms (agent.questionTimeoutMs)`;
    return new TurnStopped("ERR_UNANSWERED", message);
  };
  const { controller, release } = followingFor(questionTimeoutMs, late, signal);
  try {
    return { ...(await nextMessage(controller.signal)), answerTo: state };
  } finally {
    release();
  }
}
