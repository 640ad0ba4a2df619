import { type ReplyTarget, replyTargetOf } from "../../feishu/channel.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import { isBlank } from "../../feishu/reply/blank.ts";
import type { Agent, AgentTurn } from "../agents/agent.ts";
import type { Job } from "./job.ts";

/** Sends one text of an answer. The same text, sent again under the same name, is one message. */
export type Send = (
  job: Job,
  target: ReplyTarget,
  text: string,
  how: { readonly name: string; readonly signal?: AbortSignal },
) => Promise<void>;

/**
 * One message's answer, over all attempts. The agent is asked again only when it did not finish; when it was the
 * sending that failed, the next attempt sends what is left of what the agent said.
 */
export class TurnAnswer {
  readonly #job: Job;
  readonly #agent: Agent;
  readonly #send: Send;
  readonly #target: ReplyTarget | undefined;
  #said: string[] = [];
  #sent = 0;
  /** How often each text was sent. */
  readonly #times = new Map<string, number>();
  #isComplete = false;

  constructor(job: Job, agent: Agent, send: Send) {
    this.#job = job;
    this.#agent = agent;
    this.#send = send;
    this.#target = replyTargetOf(job.event);
  }

  /** @throws AgentError, ReplyError, or the signal's reason */
  async attempt(number: number, signal: AbortSignal): Promise<void> {
    if (this.#isComplete) return this.#sendRest(signal);
    this.#said = [];
    this.#sent = 0;
    this.#times.clear();
    let sending: PromiseSettledResult<void> | undefined;
    for await (const text of this.#agent.run(this.#turn(number), signal)) {
      this.#said.push(text);
      // What cannot be sent now waits until the agent has finished: its work is not to be done twice for that.
      if (sending?.status !== "rejected") [sending] = await Promise.allSettled([this.#sendRest(signal)]);
    }
    signal.throwIfAborted();
    this.#isComplete = true;
    if (sending?.status === "rejected") throw sending.reason;
  }

  async #sendRest(signal: AbortSignal): Promise<void> {
    for (const text of this.#said.slice(this.#sent)) {
      if (!isBlank(text)) await this.#sendOne(text, signal);
      this.#sent += 1;
    }
  }

  async #sendOne(text: string, signal: AbortSignal): Promise<void> {
    const { log } = this.#job;
    if (!this.#target) return log.warn({}, "there is nobody to reply to");
    await this.#send(this.#job, this.#target, text, { name: this.#nameOf(text), signal });
    this.#times.set(text, (this.#times.get(text) ?? 0) + 1);
    log.info({ reply: this.#sent }, "sent a reply");
  }

  /**
   * Tells apart what the answer says in the same words, and counts nothing else: a text that stands elsewhere in a
   * later attempt's answer is still the same message.
   */
  #nameOf(text: string): string {
    const before = this.#times.get(text) ?? 0;
    return before === 0 ? this.#job.name : `${this.#job.name}#${before}`;
  }

  #turn(attempt: number): AgentTurn {
    const { turnId, dispatch, event } = this.#job;
    return {
      turnId,
      sessionKey: dispatch.sessionKey,
      ...(dispatch.text === undefined ? {} : { text: dispatch.text }),
      message: withoutToken(event),
      ...(this.#target ? { replyTarget: this.#target } : {}),
      attempt,
    };
  }
}

/** The verification token proves to the webhook that a request is Feishu's: a secret. */
function withoutToken({ schema, header, event }: FeishuEvent): AgentTurn["message"] {
  const { token: _, ...rest } = header;
  return { schema, header: rest, event };
}
