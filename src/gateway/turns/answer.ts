import { following } from "../../delays.ts";
import { type ReplyTarget, replyTargetOf } from "../../feishu/channel.ts";
import { type Agent, type AgentTurn, cannotAsk, type NextMessage } from "../agents/agent.ts";
import { agentTurnOf } from "./answer/agent-turn.ts";
import { Answers } from "./answer/answers.ts";
import { Delivery, type DeliveryOptions } from "./answer/delivery.ts";
import type { QuoteOf } from "./answer/quotes.ts";
import type { Send } from "./answer/send.ts";
import type { AskUser } from "./asking/ask-user.ts";
import type { Job } from "./job.ts";

export interface AnswerOptions extends DeliveryOptions {
  /** Fetches what the message quotes, for the agent. @default nothing is quoted */
  readonly quoteOf?: QuoteOf | undefined;
  /** Asks the user, for the agent. @default it cannot */
  readonly ask?: AskUser | undefined;
}

/**
 * One message's answer, over all attempts. The agent is asked again only when it did not finish; when it was the
 * sending that failed, the next attempt sends what is left of what the agent said. The agent does not wait for what
 * is sent.
 */
export class TurnAnswer {
  readonly #job: Job;
  readonly #agent: Agent;
  readonly #target: ReplyTarget | undefined;
  readonly #delivery: Delivery;
  readonly #quoteOf: QuoteOf | undefined;
  readonly #answers: Answers | undefined;
  readonly #finished = Promise.withResolvers<void>();
  #isComplete = false;

  constructor(job: Job, agent: Agent, send: Send, options: AnswerOptions = {}) {
    this.#job = job;
    this.#agent = agent;
    this.#target = replyTargetOf(job.event);
    this.#delivery = new Delivery(job, this.#target, send, options);
    this.#quoteOf = options.quoteOf;
    this.#answers = options.ask && new Answers(options.ask);
  }

  /** Resolves when the agent has said everything, of which some may be still to be sent. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** @throws AgentError, ReplyError, or the signal's reason */
  async attempt(number: number, signal: AbortSignal): Promise<void> {
    if (this.#isComplete) return this.#delivery.rest(signal);
    const sending = await this.#ask(number, signal);
    signal.throwIfAborted();
    this.#isComplete = true;
    this.#finished.resolve();
    await sending.done;
  }

  /** Asks the agent. What cannot be sent now waits for the next attempt: its work is not to be done twice for that. */
  async #ask(number: number, signal: AbortSignal): Promise<{ readonly done: Promise<void> }> {
    const heard = this.#delivery.begin(number);
    this.#answers?.begin();
    let done = Promise.resolve();
    const nextMessage: NextMessage = async (stop) => {
      heard.complete();
      const answer = await this.#nextMessage(done, stop);
      // The question waits for it no more, whatever it quotes.
      return { ...(await this.#turn(number, answer, signal)), turnId: this.#job.turnId };
    };
    try {
      const turn = await this.#turn(number, this.#job, signal);
      for await (const saying of this.#agent.run(turn, signal, nextMessage)) {
        if (!heard.add(saying)) continue;
        done = done.then(() => this.#delivery.rest(signal));
        done.catch(() => {});
      }
      heard.complete(signal.aborted);
    } catch (error) {
      heard.complete(true);
      await Promise.allSettled([done]);
      throw error;
    }
    return { done };
  }

  /** What cannot be said cannot be answered. @param said resolves when everything is, the question as well */
  async #nextMessage(said: Promise<void>, signal: AbortSignal): Promise<Job> {
    const { controller, release } = following(signal);
    said.catch((error: unknown) => controller.abort(error));
    try {
      if (!this.#answers) throw cannotAsk();
      return await this.#answers.next(controller.signal);
    } finally {
      release();
    }
  }

  async #turn(attempt: number, job: Job, signal: AbortSignal): Promise<AgentTurn> {
    const quote = await this.#quoteOf?.(job, signal);
    return agentTurnOf(job, { attempt, replyTarget: replyTargetOf(job.event), quote });
  }
}
