import { randomBytes } from "node:crypto";
import { EventMaker, type SentMessage, type StandIn } from "../../../src/stand-in/index.ts";
import { type Model, promptText } from "./model.ts";
import type { Signal } from "./signal.ts";
import { type BotText, readBotText } from "./texts.ts";

type MessageEvent = ReturnType<EventMaker["text"]>;
type Speaker = Parameters<EventMaker["text"]>[0];

/** What a message should lead to. A copy of another message should lead to nothing of its own. */
export type Expected = "answer" | "confirmation" | "failure" | "busy" | "text" | "nothing";

/** A message that a scenario sent. */
export interface Said {
  readonly label: string;
  readonly expected: Expected;
  readonly user: string;
  readonly event: MessageEvent;
  /** Not part of the order: it is meant to pass what waits. */
  readonly bypass: boolean;
}

/** What the bot sent back, read. */
export type Heard = BotText & { readonly at: number };

/** Everything that one round of a scenario says and hears, in sessions of its own. */
export class Conversation {
  readonly said: Said[] = [];
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
  ask(user: string, options: { ms?: number; fail?: boolean; thread?: string } = {}): Said {
    const label = `q${this.#prefix}${++this.#labels}`;
    const expected = options.fail ? "failure" : "answer";
    return this.#say({ user, thread: options.thread }, promptText(label, options), { label, expected });
  }

  /** `/new`: confirmed, or refused as busy where that is what is tested. */
  startOver(
    user: string,
    { thread, expected = "confirmation" as Expected, text = "/new" } = {} as StartOver,
  ): Said {
    return this.#say({ user, thread }, text, { label: text, expected });
  }

  /** A command that must get through while a turn runs. */
  bypass(user: string, text: string): Said {
    return this.#say({ user }, text, { label: text, expected: "text", bypass: true });
  }

  /** Delivers a message again, as it was or under other ids. It must not lead to anything. */
  repeat(original: Said, fresh: { eventId?: boolean; messageId?: boolean } = {}): Said {
    const { header, event } = original.event;
    const other = this.#make.text({ user: "nobody" }, "");
    const copy: MessageEvent = {
      schema: "2.0",
      header: { ...header, ...(fresh.eventId && { event_id: other.header.event_id }) },
      event: {
        ...event,
        message: { ...event.message, ...(fresh.messageId && { message_id: other.event.message.message_id }) },
      },
    };
    return this.#deliver({ ...original, event: copy, expected: "nothing" });
  }

  /** Waits until the model streams the answer to this message. */
  async streaming(said: Said, timeoutMs = 90_000): Promise<void> {
    const started = () => this.#model.calls.some(({ label }) => label === said.label);
    if (!(await this.#signal.until(started, timeoutMs)))
      throw new Error(`${said.label} never reached the model`);
  }

  /** Waits until the bot has answered this message, or until it is plain that it will not. */
  async answered(said: Said, timeoutMs = 90_000): Promise<boolean> {
    return this.#signal.until(() => this.answersTo(said).length > 0, timeoutMs);
  }

  /** Asks one last thing of each user: whatever was queued before it in the session is over when it is answered. */
  async settle(timeoutMs = 120_000): Promise<void> {
    for (const user of new Set(this.said.map((said) => said.user))) {
      const last = this.ask(user, { ms: 50 });
      await this.answered(last, timeoutMs);
    }
    await this.#signal.until(
      () => this.#model.calls.every(({ endedAt }) => endedAt !== undefined),
      timeoutMs,
    );
    const complete = () =>
      this.said.every((said) => said.expected !== "answer" || this.answersTo(said).length > 0);
    await this.#signal.until(complete, 5000);
  }

  answersTo({ label }: Said): Heard[] {
    return this.heard().filter((heard) => heard.kind === "answer" && heard.label === label);
  }

  /** What the bot sent into the chats of this round. */
  heard(): Heard[] {
    const places = this.said.map(
      ({
        event: {
          event: { message },
        },
      }) => message,
    );
    const mine = (sent: SentMessage) =>
      places.some(({ chat_id, root_id }) => chat_id === sent.chatId || (root_id && root_id === sent.replyTo));
    return this.#feishu.messages.filter(mine).map((sent) => ({ ...readBotText(sent), at: sent.at }));
  }

  #say(
    speaker: { user: string; thread?: string | undefined },
    text: string,
    rest: Omit<Said, "user" | "event" | "bypass"> & { bypass?: boolean },
  ): Said {
    const who: Speaker = {
      user: `${this.#prefix} ${speaker.user}`,
      ...(speaker.thread && { thread: `${this.#prefix} ${speaker.thread}` }),
    };
    return this.#deliver({ bypass: false, ...rest, user: speaker.user, event: this.#make.text(who, text) });
  }

  #deliver(said: Said): Said {
    this.said.push(said);
    this.#feishu.deliver(said.event);
    return said;
  }
}

interface StartOver {
  thread?: string;
  expected?: Expected;
  text?: string;
}
