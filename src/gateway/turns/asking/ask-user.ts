import { UsageError } from "../../../errors.ts";
import type { Inbox } from "../../../inbox/inbox.ts";
import { cannotAsk } from "../../agents/agent.ts";
import type { MiddlewareContext } from "../../middleware/middleware.ts";
import type { Entry } from "../entry.ts";
import type { Job } from "../job.ts";
import type { OpenJobs } from "../open-jobs.ts";
import type { OpenQuestions } from "./open-questions.ts";

/** Asks the user of a turn; the next message that they write is the answer. Rejects with the signal's reason. */
export type AskUser = (signal: AbortSignal) => Promise<Job>;

export interface AskUserOptions {
  readonly openJobs: Pick<OpenJobs, "of">;
  readonly questions: OpenQuestions;
  readonly inbox: Pick<Inbox, "start">;
  readonly now: () => number;
}

/**
 * Makes what asks the user of a job that runs.
 *
 * That a message was an answer is noted down as an attempt of it: no other message of a session has one while another
 * runs. So the same turn gets it again in the next run of the gateway.
 */
export function askUserOf(entry: Entry, context: MiddlewareContext, options: AskUserOptions): AskUser {
  const { openJobs, questions, inbox, now } = options;
  const { sessionKey } = entry.job.dispatch;
  return async (signal) => {
    const { person: sender } = entry.job;
    const asked = ask(context, sender, signal);
    const question = questions.open(sessionKey, sender);
    let answer: Entry | undefined;
    try {
      const { ids } = await asked;
      answer = openJobs.of(sessionKey).find(({ ids: own }) => own.some((id) => ids.includes(id)));
    } finally {
      questions.close(sessionKey, question, answer?.job);
    }
    if (!answer) throw unknownAnswer();
    answer.askedBy = entry;
    answer.startedAt = now();
    await inbox.start(answer.job.id, answer.job);
    return answer.job;
  };
}

async function ask({ nextMessage }: MiddlewareContext, sender: string | undefined, signal: AbortSignal) {
  if (nextMessage) return nextMessage({ signal, ...(sender === undefined ? {} : { sender }) });
  throw cannotAsk();
}

function unknownAnswer(): UsageError {
  const message = "the middleware's nextMessage gave a dispatch of no message that the gateway let in";
  return new UsageError("ERR_UNKNOWN_ANSWER", message);
}
