import { orAborted } from "../../delays.ts";
import { type ReplyTarget, replyTargetOf, SendingTime } from "../../feishu/channel.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import { isBlank } from "../../feishu/reply/blank.ts";
import type { Agent, AgentTurn } from "../agents/agent.ts";
import type { Job } from "./job.ts";

/** Sends one text of an answer. The same text, sent again under the same name, is one message. */
export type Send = (
  job: Job,
  target: ReplyTarget,
  text: string,
  how: { readonly name: string; readonly signal?: AbortSignal; readonly time?: SendingTime },
) => Promise<void>;

export interface SendingOptions {
  /** How long sending may take in all, in ms. @default 300,000 */
  readonly sendingMs?: number;
  /** Resolves when it may begin: when what goes before it was sent, or given up. @default at once */
  readonly behind?: Promise<unknown>;
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
  readonly #finished = Promise.withResolvers<void>();
  #said: string[] = [];
  #sent = 0;
  /** How often each text was sent. */
  readonly #times = new Map<string, number>();
  #isComplete = false;

  constructor(job: Job, agent: Agent, send: Send, { sendingMs = 300_000, behind }: SendingOptions = {}) {
    this.#job = job;
    this.#agent = agent;
    this.#send = send;
    this.#target = replyTargetOf(job.event);
    this.#time = new SendingTime(sendingMs);
    this.#behind = behind;
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
      for await (const text of this.#agent.run(this.#turn(number), signal)) {
        this.#said.push(text);
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
    for (let text = this.#next(); text !== undefined; text = this.#next()) {
      if (!isBlank(text)) await this.#sendOne(text, signal);
      this.#sent += 1;
    }
  }

  #next(): string | undefined {
    return this.#said[this.#sent];
  }

  async #sendOne(text: string, signal: AbortSignal): Promise<void> {
    const { log } = this.#job;
    if (!this.#target) return log.warn({}, "there is nobody to reply to");
    await this.#send(this.#job, this.#target, text, { name: this.#nameOf(text), signal, time: this.#time });
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
