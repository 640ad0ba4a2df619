import { randomBytes } from "node:crypto";
import { EventMaker, type SentMessage, type StandIn } from "../../../src/stand-in/index.ts";
import { promptText } from "./instruction.ts";
import type { Model } from "./model.ts";
import { type Asking, type Expected, expectedOf, type Heard, type MessageEvent, type Said } from "./said.ts";
import type { Signal } from "./signal.ts";
import { readBotText } from "./texts.ts";

/** Who says something, in which thread, and when. */
interface Speaking extends Pick<Asking, "thread" | "at"> {
  readonly user: string;
}

/** Everything that one round of a scenario says and hears, in sessions of its own. */
export class Conversation {
  readonly said: Said[] = [];
  /** What a scenario saw that the counts do not show. */
  readonly faults: string[] = [];
  readonly since = Date.now();
  readonly #feishu: StandIn;
  readonly #model: Model;
  readonly #signal: Signal;
  readonly #prefix = randomBytes(4).toString("hex");
  readonly #make = new EventMaker({ prefix: `${this.#prefix} ` });
  #labels = 0;

  constructor(feishu: StandIn, model: Model, signal: Signal) {
    this.#feishu = feishu;
    this.#model = model;
    this.#signal = signal;
  }

  /** Asks the model something that it answers after `ms`. */
  ask(user: string, asking?: Asking): Said {
    return this.deliver(this.write(user, asking));
  }

  /** Writes what {@link ask} asks, for {@link deliver}. */
  write(user: string, { thread, at, ...how }: Asking = {}): Said {
    const label = `q${this.#prefix}${++this.#labels}`;
    return this.#write({ user, thread, at }, promptText(label, how), label, expectedOf(how));
  }

  /** Feishu pushes the message to the bot. */
  deliver(said: Said): Said {
    this.#feishu.deliver(said.event);
    return said;
  }

  /** `/new`. */
  startOver(
    user: string,
    { thread, mayBeBusy = false }: { thread?: string; mayBeBusy?: boolean } = {},
  ): Said {
    const expected = mayBeBusy ? "confirmed or busy" : "confirmed";
    return this.deliver(this.#write({ user, thread }, "/new", "/new", expected));
  }

  /** A command that the bot answers with some text. */
  command(user: string, text: string): Said {
    return this.deliver(this.#write({ user }, text, text, "text"));
  }

  /** Delivers a message again, as it was or under other ids. It must not lead to anything. */
  repeat(original: Said, fresh: { eventId?: boolean; messageId?: boolean } = {}): Said {
    const { header, event } = original.event;
    const other = this.#make.text({ user: "nobody" }, "");
    const message = {
      ...event.message,
      ...(fresh.messageId && { message_id: other.event.message.message_id }),
    };
    const copy: MessageEvent = {
      schema: "2.0",
      header: { ...header, ...(fresh.eventId && { event_id: other.header.event_id }) },
      event: { ...event, message },
    };
    return this.deliver(this.#note({ ...original, event: copy, expected: "nothing" }));
  }

  /** Feishu pushes the bot's answer to this message to the bot, as if whoever it was for had written it. */
  pushBack(original: Said): void {
    const answer = this.#feishu.messages.find((sent) => {
      const read = readBotText(sent);
      return read.kind === "answer" && read.label === original.label;
    });
    if (!answer) return this.fault(`${original.label} has no answer that could be pushed back`);
    const event = this.#make.text({ user: `${this.#prefix} ${original.user}` }, `done ${original.label}`);
    event.event.message.message_id = answer.messageId;
    this.deliver(this.#note({ ...original, event, expected: "nothing" }));
  }

  /** Notes something that is wrong. */
  fault(what: string): void {
    this.faults.push(what);
  }

  /** Waits until the model streams the answer to this message. */
  async streaming(said: Said, timeoutMs = 90_000): Promise<void> {
    const started = () => this.#model.calls.some(({ label }) => label === said.label);
    if (!(await this.#signal.until(started, timeoutMs))) this.fault(`${said.label} never reached the model`);
  }

  /** Lets a first message be answered, so that there is a transcript, and a second one be in the middle of its turn. */
  async midTurn(user: string, asking: Asking): Promise<Said> {
    await this.answered(this.ask(user));
    const said = this.ask(user, asking);
    await this.streaming(said);
    return said;
  }

  /** Waits until the bot has answered this message, or until it is plain that it will not. */
  async answered(said: Said, timeoutMs = 90_000): Promise<boolean> {
    return this.#signal.until(() => this.answersTo(said).length > 0, timeoutMs);
  }

  /** Waits until the bot has said that a new session has started, or that it cannot yet. */
  async confirmed(timeoutMs = 20_000): Promise<boolean> {
    const told = () => this.heard().some(({ kind }) => kind === "confirmed" || kind === "busy");
    return this.#signal.until(told, timeoutMs);
  }

  /** Waits until the model's answer to this message is over, told or cut. */
  async ended(said: Said, timeoutMs = 60_000): Promise<boolean> {
    const over = () => this.#model.calls.some((call) => call.label === said.label && call.endedAt);
    return this.#signal.until(over, timeoutMs);
  }

  /** Asks one last thing of each user: what was queued before it in the session is over when it is answered. */
  async settle(timeoutMs = 120_000): Promise<void> {
    for (const user of new Set(this.said.map((said) => said.user)))
      await this.answered(this.ask(user, { ms: 50 }), timeoutMs);
    await this.#signal.until(() => this.#model.calls.every(({ endedAt }) => endedAt), timeoutMs);
    const complete = () =>
      this.said.every((said) => said.expected !== "answer" || this.answersTo(said).length > 0);
    await this.#signal.until(complete, 5000);
  }

  answersTo({ label }: Said): Heard[] {
    return this.heard().filter((heard) => heard.kind === "answer" && heard.label === label);
  }

  /** How long each message took from its delivery to the model, in ms. */
  latencies(): number[] {
    return this.said.flatMap(({ label, event }) => {
      const call = this.#model.calls.find((candidate) => candidate.label === label);
      return call ? [call.startedAt - Number(event.event.message.create_time)] : [];
    });
  }

  /** What the bot sent to the people of this round: into a chat, into a thread, or to a person. */
  heard(): Heard[] {
    const places = this.said.flatMap(({ event: { event } }) => [
      event.message.chat_id,
      event.message.root_id,
      event.sender.sender_id.open_id,
    ]);
    const mine = ({ chatId, replyTo }: SentMessage) =>
      places.includes(chatId) || (replyTo !== undefined && places.includes(replyTo));
    return this.#feishu.messages.filter(mine).map((sent) => ({ ...readBotText(sent), at: sent.at }));
  }

  /** The `open_id`s of the users who have said something. */
  openIds(): string[] {
    return [...new Set(this.said.map(({ event }) => event.event.sender.sender_id.open_id))];
  }

  #write(speaker: Speaking, text: string, label: string, expected: Expected): Said {
    const own = (name: string) => `${this.#prefix} ${name}`;
    const { user, thread, at } = speaker;
    const who = { user: own(user), ...(thread && { thread: own(thread) }), ...(at && { at }) };
    return this.#note({ label, expected, user, event: this.#make.text(who, text) });
  }

  #note(said: Said): Said {
    this.said.push(said);
    return said;
  }
}
