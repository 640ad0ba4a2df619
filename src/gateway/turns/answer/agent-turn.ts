import type { Quote, ReplyTarget } from "../../../feishu/channel.ts";
import { attachmentsOf, contentKindOf, type FeishuEvent } from "../../../feishu/index.ts";
import type { AgentTurn } from "../../agents/agent.ts";
import type { Job } from "../job.ts";

/** What is not in the job itself. */
interface Around {
  readonly attempt: number;
  readonly replyTarget?: ReplyTarget | undefined;
  readonly quote?: Quote | undefined;
}

/** What the agent is given of a job. */
export function agentTurnOf(
  { turnId, dispatch, event, epoch }: Job,
  { attempt, replyTarget, quote }: Around,
): AgentTurn {
  return {
    turnId,
    sessionKey: dispatch.sessionKey,
    kind: contentKindOf(event),
    ...(dispatch.text === undefined ? {} : { text: dispatch.text }),
    files: attachmentsOf(event),
    ...(quote && { quote }),
    message: withoutToken(event),
    ...(replyTarget && { replyTarget }),
    attempt,
    ...(epoch !== undefined && { epoch }),
  };
}

/** The verification token proves to the webhook that a request is Feishu's: a secret. */
function withoutToken({ schema, header, event }: FeishuEvent): AgentTurn["message"] {
  const { token: _, ...rest } = header;
  return { schema, header: rest, event };
}
