import { orAborted } from "../../../delays.ts";
import { type Reply, type ReplyTarget, SendingTime } from "../../../feishu/channel.ts";
import { isBlankReply } from "../../../feishu/reply/reply-parts.ts";
import { unlessRecalled } from "../failure.ts";
import type { Job } from "../job.ts";
import { Card, type CardDoor } from "./card.ts";
import { Growing } from "./growing.ts";
import { Heard } from "./heard.ts";
import type { Send, SendCards } from "./send.ts";

export interface DeliveryOptions {
  /** How long sending may take in all, in ms. @default 300,000 */
  readonly sendingMs?: number;
  /** Resolves when it may begin: when what goes before it was sent, or given up. @default at once */
  readonly behind?: Promise<unknown>;
  /** Shows what is said on cards, while it is being said. @default each reply is a message */
  readonly cards?: SendCards | undefined;
}

/** Sends what was heard of an agent, in order, over all attempts. */
export class Delivery {
  readonly #job: Job;
  readonly #target: ReplyTarget | undefined;
  readonly #send: Send;
  readonly #options: DeliveryOptions;
  readonly #time: SendingTime;
  #heard: Heard;
  #sent = 0;
  /** How often each reply was sent. */
  readonly #times = new Map<string, number>();
  /** By how many were begun before. */
  readonly #cards = new Map<number, Card>();
  #isRepeated: boolean;

  constructor(job: Job, target: ReplyTarget | undefined, send: Send, options: DeliveryOptions) {
    this.#job = job;
    this.#target = target;
    this.#send = send;
    this.#options = options;
    this.#time = new SendingTime(options.sendingMs ?? 300_000);
    this.#heard = new Heard(options.cards !== undefined);
    // What an earlier run of the gateway has sent is not known.
    this.#isRepeated = job.attempts !== undefined;
  }

  /** The agent is asked: begins anew, where it is told in. */
  begin(attempt: number): Heard {
    this.#isRepeated ||= attempt > 1;
    this.#heard = new Heard(this.#options.cards !== undefined);
    this.#sent = 0;
    this.#times.clear();
    return this.#heard;
  }

  /**
   * Sends what is left of what was heard. What still grows is waited for.
   *
   * @throws ReplyError, or the signal's reason
   */
  async rest(signal: AbortSignal): Promise<void> {
    if (this.#options.behind) await orAborted(this.#options.behind, signal);
    for (let item = this.#next(); item !== undefined; item = this.#next()) {
      if (item instanceof Growing) await this.#sendGrowing(item, signal);
      else if (!isBlankReply(item)) await this.#sendOne(item, signal);
      this.#sent += 1;
    }
  }

  #next() {
    return this.#heard.at(this.#sent);
  }

  async #sendGrowing(growing: Growing, signal: AbortSignal): Promise<void> {
    const { cards } = this.#options;
    if (cards && this.#target) return this.#show(growing, { cards, target: this.#target, signal });
    await growing.whole();
    const reply = { text: growing.text };
    if (!growing.isBrokenOff && !isBlankReply(reply)) await this.#sendOne(reply, signal);
  }

  async #show(growing: Growing, { cards, target, signal }: Showing): Promise<void> {
    const number = this.#heard.growingBefore(this.#sent);
    const card = this.#cards.get(number) ?? this.#newCard(number, cards, target);
    const rest = await card.show(growing, { signal, time: this.#time });
    this.#job.note({ type: "replied", part: this.#sent + 1, kind: "card", rest: rest.length });
    const behind = rest.map((markdown) => ({ markdown }));
    this.#heard.addBehind(this.#sent, behind);
  }

  #newCard(number: number, cards: SendCards, target: ReplyTarget): Card {
    const job = this.#job;
    const name = `${job.name}#card-${number}`;
    const door: CardDoor = {
      send: (markdown, how) => cards.send(job, target, markdown, { ...how, name }),
      update: (id, markdown, how) => cards.update(job, id, markdown, how),
    };
    const card = new Card(door, { everyMs: cards.everyMs ?? 500, mayExist: this.#isRepeated });
    this.#cards.set(number, card);
    return card;
  }

  async #sendOne(reply: Reply, signal: AbortSignal): Promise<void> {
    const { log, note } = this.#job;
    if (!this.#target) return log.warn({}, "there is nobody to reply to");
    const same = JSON.stringify(reply);
    const before = this.#times.get(same) ?? 0;
    const how = { name: this.#nameOf(before), signal, time: this.#time };
    const isSent = await unlessRecalled(this.#send(this.#job, this.#target, reply, how));
    this.#times.set(same, before + 1);
    note({ type: "replied", part: this.#sent + 1, kind: "message", ...(!isSent && { dropped: true }) });
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
}

interface Showing {
  readonly cards: SendCards;
  readonly target: ReplyTarget;
  readonly signal: AbortSignal;
}
