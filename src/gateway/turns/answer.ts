import { orAborted } from "../../delays.ts";
import { type Reply, type ReplyTarget, replyTargetOf, SendingTime } from "../../feishu/channel.ts";
import { isBlankReply } from "../../feishu/reply/reply-parts.ts";
import type { Agent, AgentTurn } from "../agents/agent.ts";
import { agentTurnOf } from "./answer/agent-turn.ts";
import type { QuoteOf } from "./answer/quotes.ts";
import { unlessRecalled } from "./failure.ts";
import type { Job } from "./job.ts";

/** Sends one reply of an answer. The same reply, sent again under the same name, is one message. */
export type Send = (
  job: Job,
  target: ReplyTarget,
  reply: Reply,
  how: { readonly name: string; readonly signal?: AbortSignal; readonly time?: SendingTime },
) => Promise<void>;

export interface AnswerOptions {
  /** How long sending may take in all, in ms. @default 300,000 */
  readonly sendingMs?: number;
  /** Resolves when it may begin: when what goes before it was sent, or given up. @default at once */
  readonly behind?: Promise<unknown>;
  /** Fetches what the message quotes, for the agent. @default nothing is quoted */
  readonly quoteOf?: QuoteOf | undefined;
}

/**
 * One message's answer, over all attempts. The agent is asked again only when it did not finish; when it was the
 * sending that failed, the next attempt sends what is left of what the agent said. The agent does not wait for what
 * is sent.
 */
export class TurnAnswer {
  readonly #job: Job;
  readonly #agent: Agent;
  readonly #send: Send;
  readonly #target: ReplyTarget | undefined;
  readonly #time: SendingTime;
  readonly #behind: Promise<unknown> | undefined;
  readonly #quoteOf: QuoteOf | undefined;
  readonly #finished = Promise.withResolvers<void>();
  #said: Reply[] = [];
  #sent = 0;
  /** How often each reply was sent. */
  readonly #times = new Map<string, number>();
  #isComplete = false;

  constructor(job: Job, agent: Agent, send: Send, options: AnswerOptions = {}) {
    this.#job = job;
    this.#agent = agent;
    this.#send = send;
    this.#target = replyTargetOf(job.event);
    this.#time = new SendingTime(options.sendingMs ?? 300_000);
    this.#behind = options.behind;
    this.#quoteOf = options.quoteOf;
  }

  /** Resolves when the agent has said everything, of which some may be still to be sent. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** @throws AgentError, ReplyError, or the signal's reason */
  async attempt(number: number, signal: AbortSignal): Promise<void> {
    if (this.#isComplete) return this.#sendRest(signal);
    this.#said = [];
    this.#sent = 0;
    this.#times.clear();
    const sending = await this.#ask(number, signal);
    signal.throwIfAborted();
    this.#isComplete = true;
    this.#finished.resolve();
    await sending.done;
  }

  /** Asks the agent. What cannot be sent now waits for the next attempt: its work is not to be done twice for that. */
  async #ask(number: number, signal: AbortSignal): Promise<{ readonly done: Promise<void> }> {
    let done = Promise.resolve();
    try {
      for await (const said of this.#agent.run(await this.#turn(number, signal), signal)) {
        this.#said.push(typeof said === "string" ? { text: said } : said);
        done = done.then(() => this.#sendRest(signal));
        done.catch(() => {});
      }
    } catch (error) {
      await Promise.allSettled([done]);
      throw error;
    }
    return { done };
  }

  async #sendRest(signal: AbortSignal): Promise<void> {
    if (this.#behind) await orAborted(this.#behind, signal);
    for (let reply = this.#next(); reply !== undefined; reply = this.#next()) {
      if (!isBlankReply(reply)) await this.#sendOne(reply, signal);
      this.#sent += 1;
    }
  }

  #next(): Reply | undefined {
    return this.#said[this.#sent];
  }

  async #sendOne(reply: Reply, signal: AbortSignal): Promise<void> {
    const { log } = this.#job;
    if (!this.#target) return log.warn({}, "there is nobody to reply to");
    const same = JSON.stringify(reply);
    const before = this.#times.get(same) ?? 0;
    const isSent = await unlessRecalled(
      this.#send(this.#job, this.#target, reply, { name: this.#nameOf(before), signal, time: this.#time }),
    );
    this.#times.set(same, before + 1);
    log.info(
      { reply: this.#sent },
      isSent ? "sent a reply" : "a reply was dropped: its message was recalled",
    );
  }

  /**
   * Tells apart what the answer says in the same words, and counts nothing else: a reply that stands elsewhere in a
   * later attempt's answer is still the same message.
   *
   * @param before how often it was said before
   */
  #nameOf(before: number): string {
    return before === 0 ? this.#job.name : `${this.#job.name}#${before}`;
  }

  async #turn(attempt: number, signal: AbortSignal): Promise<AgentTurn> {
    const quote = await this.#quoteOf?.(this.#job, signal);
    return agentTurnOf(this.#job, { attempt, replyTarget: this.#target, quote });
  }
}
