import { isBack, isBegin } from "../begin.ts";
import type { Fact, FactOf } from "../facts.ts";
import { Counters } from "./counters.ts";
import { type Message, newMessage, type Outcome, outcomeIn, tell } from "./message.ts";
import { type NotRun, repetitionIn, unrun } from "./not-run.ts";
import { OpenMessages } from "./open-messages.ts";
import { Pace } from "./pace.ts";
import { Recent } from "./recent.ts";
import { Ring } from "./ring.ts";

/** How much is kept. */
export interface Limits {
  /** How many messages that are over are kept, with what happened to them. @default 1,000 */
  readonly recent?: number;
  /** How many events that were not run are kept. @default 1,000 */
  readonly notRun?: number;
  /** How many messages that are not over can be told apart; more are counted only. @default 200,000 */
  readonly open?: number;
  /** How many facts are kept, of all messages together. @default 50,000 */
  readonly facts?: number;
}

/** So many events may wait to be answered; far more than an intake lets in at once. */
const MOST_UNANSWERED = 10_000;

/** What the facts come to. Each takes the same short time, however much is open. */
export class State {
  readonly counters = new Counters();
  readonly open = new OpenMessages();
  readonly pace = new Pace();
  readonly recent: Recent;
  readonly notRun: Ring<NotRun>;
  /** How many are open that are not told apart. */
  unknown = 0;
  readonly #mostOpen: number;
  /** Messages whose event has not been answered yet, by its id. */
  readonly #unanswered = new Map<string, Message>();

  constructor({ recent = 1000, notRun = 1000, open = 200_000, facts = 50_000 }: Limits) {
    this.recent = new Recent(recent, facts);
    this.notRun = new Ring(notRun);
    this.#mostOpen = open;
  }

  hear(fact: Fact): void {
    this.counters.hear(fact);
    if (fact.type === "lost") return this.#lose(fact);
    const message = this.#find(fact) ?? this.#begin(fact);
    this.#noteNotRun(repetitionIn(fact));
    if (message) return this.#tell(message, fact);
    const outcome = outcomeIn(fact);
    if (!outcome || this.unknown === 0) return;
    this.unknown -= 1;
    this.counters.over(outcome);
  }

  find(row: number): Message | undefined {
    return this.open.find(row) ?? this.recent.find(row);
  }

  #find(fact: Fact): Message | undefined {
    if (fact.type === "acknowledged") return this.#unanswered.get(fact.eventId);
    if (!("row" in fact) || fact.row === undefined) return undefined;
    // What is back has another way before it.
    return isBack(fact) ? this.open.find(fact.row) : this.find(fact.row);
  }

  #begin(fact: Fact): Message | undefined {
    if (!isBegin(fact)) return undefined;
    if (this.open.size >= this.#mostOpen) {
      this.unknown += 1;
      return undefined;
    }
    const message = newMessage(fact);
    this.open.add(message);
    if (message.eventId !== undefined) this.#awaitAnswer(message.eventId, message);
    return message;
  }

  /** What was answered before it was kept is not heard of again. */
  #awaitAnswer(eventId: string, message: Message): void {
    if (this.#unanswered.size === MOST_UNANSWERED) this.#unanswered.clear();
    this.#unanswered.set(eventId, message);
  }

  #tell(message: Message, fact: Fact): void {
    this.recent.keep(message, fact);
    if (fact.type === "acknowledged") this.#acknowledge(fact);
    tell(message, fact);
    if (message.state === "over") return;
    if (fact.type === "started" || fact.type === "hung") this.#start(message);
    const outcome = outcomeIn(fact);
    if (outcome && !isOfEarlierHold(fact, message)) this.#end(message, fact, outcome);
  }

  #acknowledge({ eventId, tookMs }: FactOf<"acknowledged">): void {
    this.#unanswered.delete(eventId);
    this.pace.acknowledgements.add(tookMs);
  }

  #start(message: Message): void {
    const { receivedAt, since } = message;
    if (this.open.start(message)) this.pace.waited(Math.max(0, since - receivedAt), since);
  }

  #end(message: Message, fact: Fact, outcome: Outcome): void {
    const { startedAt } = message;
    this.counters.over(outcome);
    this.#noteNotRun(unrun(fact, message, outcome));
    message.state = "over";
    message.since = fact.at;
    message.outcome = outcome;
    if (startedAt !== undefined) this.pace.runs.add(Math.max(0, fact.at - startedAt));
    this.pace.ended(fact.at);
    this.open.remove(message);
    this.recent.end(message);
  }

  #lose(fact: FactOf<"lost">): void {
    const { running, waiting } = this.open.sessions.get(fact.sessionKey) ?? {};
    for (const message of [...(running?.values() ?? []), ...(waiting?.values() ?? [])])
      this.#end(message, fact, "left");
  }

  #noteNotRun(it: NotRun | undefined): void {
    if (it) this.notRun.push(it);
  }
}

/** What was run by a hold of its session that was lost may still end when its row has come back by another one. */
export function isOfEarlierHold(fact: Fact, { epoch }: Pick<Message, "epoch">): boolean {
  return fact.type === "left" && fact.epoch !== undefined && epoch !== undefined && fact.epoch < epoch;
}
