import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { commandReader } from "../../dispatch/command-policy.ts";
import { type Arrival, unknownArrival } from "./arrival.ts";
import { ArrivalList, REMEMBERED } from "./arrival-list.ts";
import type { Fact } from "./fact.ts";

const SHARED = /^agent:[^:]+:main$/;
const FEISHU = /^(?:feishu|lark|openclaw-lark)$/;

/**
 * Puts together what several lines say of each message. Those of openclaw-lark name it; @openclaw/feishu's do not,
 * and belong to the oldest message that still lacks what they say.
 */
export class Arrivals {
  readonly #list = new ArrivalList();
  readonly #threads = new LRUCache<string, string>({ max: REMEMBERED });
  readonly #sessions = new LRUCache<string, string>({ max: REMEMBERED });
  /** The session of all direct messages, where they share one. */
  #shared: string | undefined;
  readonly #commandIn = commandReader();

  /** The latest of them, oldest first. */
  get recent(): readonly Arrival[] {
    return this.#list.recent;
  }

  /** @returns the message that has ended by this, if it did */
  take(fact: Fact): Arrival | undefined {
    this.#list.next();
    if (fact.kind === "received") this.#received(fact);
    if (fact.kind === "queued") this.#queued(fact);
    if (fact.kind === "text") this.#said(fact);
    if (fact.kind === "command" || fact.kind === "stop") this.#command(fact);
    if (fact.kind === "dispatched") this.#dispatched(fact);
    if (fact.kind === "answered") return this.#answered(fact);
    if (fact.kind === "processed") return this.#processed(fact);
    if (fact.kind === "not-dispatched") return this.#answered({ ...fact, replies: "0" });
    return undefined;
  }

  /** What ran when the process ended has no answer. */
  cutOff(at: number): void {
    this.#list.endAll(at);
  }

  #received(fact: Fact): void {
    const { sender, chat, message } = fact;
    // openclaw-lark says it twice, and names the message the second time.
    const first = (it: Arrival) => it.sender === sender && it.chat === chat && !it.message;
    const known = message && (this.#list.unended(message) ?? this.#list.onItsWay(fact.at, first));
    this.#fill(known || this.#add(fact), fact);
  }

  #queued({ message = "", thread }: Fact): void {
    if (thread === undefined) return;
    this.#threads.set(message, thread);
    const known = this.#list.named(message);
    if (known) known.thread = thread;
  }

  #said(fact: Fact): void {
    const { sender, chat, text = "" } = fact;
    const fits = (it: Arrival) => (!sender || it.sender === sender) && (!chat || it.chat === chat);
    const arrival = this.#list.onItsWay(fact.at, (it) => !it.textHash && fits(it)) ?? this.#add(fact);
    const command = this.#commandIn(text);
    this.#fill(arrival, fact);
    arrival.textHash = createHash("sha256").update(text).digest("base64url");
    arrival.command = command?.word;
    arrival.resets = command?.meaning === "new-session";
    arrival.stops = command?.meaning === "stop";
  }

  #command(fact: Fact): void {
    const known = fact.message
      ? this.#list.unended(fact.message)
      : this.#list.onItsWay(fact.at, (it) => !it.command);
    if (!known) return;
    known.command ??= fact.kind === "stop" ? "a stop word" : "a command";
    known.stops ||= fact.kind === "stop";
    this.#list.dispatch(known, fact.at);
    known.session ??= this.#sessions.get(placeOf(known)) ?? this.#shared;
  }

  #dispatched(fact: Fact): void {
    const { message, session = "", at } = fact;
    const named = message ? this.#list.unended(message) : undefined;
    const bySender = ({ sender = "\0" }: Arrival) => session.includes(sender.toLowerCase());
    const arrival =
      named ??
      this.#list.onItsWay(fact.at, bySender) ??
      this.#list.onItsWay(fact.at, () => true) ??
      this.#add(fact);
    arrival.session = session;
    this.#list.dispatch(arrival, at);
    // A command would have been told before.
    arrival.resets ??= false;
    this.#sessions.set(placeOf(arrival), session);
    this.#shared = SHARED.test(session) ? session : undefined;
  }

  #answered({ message, replies, at }: Fact): Arrival | undefined {
    const arrival = message ? this.#list.named(message) : this.#list.dispatched(at, (it) => !it.isNamed);
    return arrival && this.#list.end(arrival, at, replies !== "0" && replies !== "false");
  }

  /** Of a channel other than Feishu no more is known than this. */
  #processed(fact: Fact): Arrival | undefined {
    const { message = "", session, channel = "", chat, at, ms = "0", outcome } = fact;
    const isHere = (it: Arrival) => it.sender === chat || it.chat === chat;
    const isIn = (it: Arrival) => it.session === undefined || it.session === session;
    const isFeishu = FEISHU.test(channel);
    const mine = isFeishu && this.#list.dispatched(at, (it) => !it.message && isHere(it) && isIn(it));
    const known = this.#list.named(message) ?? (mine || undefined);
    if (!known && isFeishu) return undefined;
    const arrival = known ?? this.#add({ ...fact, at: at - Number(ms) });
    this.#list.name(arrival, message);
    arrival.session = session;
    this.#list.dispatch(arrival, arrival.at);
    if (outcome === "completed" && isFeishu) return undefined;
    return this.#list.end(arrival, at, outcome === "completed");
  }

  #add(fact: Fact): Arrival {
    const { channel = "" } = fact;
    const arrival = unknownArrival({
      ...fact,
      channel: FEISHU.test(channel) || !channel ? undefined : channel,
    });
    return this.#list.add(arrival);
  }

  #fill(arrival: Arrival, { sender, chat, message }: Fact): void {
    arrival.sender ??= sender;
    arrival.chat ??= chat;
    arrival.isNamed ||= message !== undefined;
    if (message) this.#list.name(arrival, message);
    arrival.thread ??= message && this.#threads.get(message);
  }
}

function placeOf({ sender, chat }: Arrival): string {
  return `${sender} ${chat}`;
}
