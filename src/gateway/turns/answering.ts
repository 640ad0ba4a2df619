import type { Agent } from "../agents/agent.ts";
import type { QuoteOf } from "./answer/quotes.ts";
import type { Send, SendCards } from "./answer/send.ts";
import { TurnAnswer } from "./answer.ts";
import type { AskUser } from "./asking/ask-user.ts";
import { controlAnswer, saying } from "./control.ts";
import type { Entry } from "./entry.ts";
import type { OpenJobs } from "./open-jobs.ts";
import type { Trailing } from "./trailing.ts";
import type { UserWords } from "./user-words.ts";

export interface AnsweringOptions {
  readonly agent: Agent;
  readonly send: Send;
  /** How long sending one message's replies may take, over all attempts, in ms. @default 300,000 */
  readonly sendingMs?: number;
  /** Fetches what a message quotes, for the agent. @default nothing is fetched */
  readonly quoteOf?: QuoteOf | undefined;
  /** Shows what the agent says on cards. @default each reply is a message */
  readonly cards?: SendCards | undefined;
  /** What the gateway itself says, and how. */
  readonly words: UserWords;
  readonly now: () => number;
}

interface Around {
  readonly openJobs: OpenJobs;
  readonly trailing: Trailing;
  readonly ask: AskUser;
}

/** Who answers a job, and behind what: the gateway itself, at once, or the agent, behind what trails. */
export function answerTo(
  entry: Entry,
  { openJobs, trailing, ask }: Around,
  { agent, send, sendingMs, quoteOf, cards, words, now }: AnsweringOptions,
): TurnAnswer {
  const { job } = entry;
  const time = sendingMs === undefined ? {} : { sendingMs };
  const control = controlAnswer(job, openJobs, { now: now(), words });
  if (control !== undefined) return new TurnAnswer(job, saying(control), send, time);
  entry.startedAt ??= now();
  return new TurnAnswer(job, agent, send, { ...time, quoteOf, cards, ask, behind: trailing.before(job) });
}
