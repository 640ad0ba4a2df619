import { feishuId, hexOf } from "./ids.ts";
import { DEMO_APP } from "./state/apps.ts";

/** Who says something, and where. */
export interface Speaker {
  /** Names the user and, without `chat`, their direct chat with the bot. */
  readonly user: string;
  /** Names another chat. */
  readonly chat?: string;
  /** Names a thread of the chat. */
  readonly thread?: string;
  /** The id of the message that is answered, which Feishu shows as a quote. */
  readonly replyTo?: string;
  /** Which kind of chat it is. @default "p2p" */
  readonly chatType?: "p2p" | "group" | "topic_group";
  /** Who speaks: a person or another bot. @default "user" */
  readonly senderType?: "user" | "app";
  /** When it was said, in ms since the epoch. @default the maker's clock */
  readonly at?: number;
}

/**
 * Makes events as Feishu pushes them. The same names give the same ids; every event gets an id of its own, by
 * counting.
 *
 * @example
 * ```ts
 * import { EventMaker, startStandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * const say = new EventMaker();
 * const feishu = await startStandIn();
 * feishu.deliver(say.text({ user: "alice" }, "/new"));
 * ```
 */
export class EventMaker {
  readonly #appId: string;
  readonly #token: string;
  readonly #now: () => number;
  readonly #prefix: string;
  #made = 0;

  /** @param options.prefix names this maker, so that two of them make different ids */
  constructor(options: { appId?: string; token?: string; now?: () => number; prefix?: string } = {}) {
    this.#appId = options.appId ?? DEMO_APP.appId;
    this.#token = options.token ?? DEMO_APP.verificationToken;
    this.#now = options.now ?? Date.now;
    this.#prefix = options.prefix ?? "";
  }

  /** A text message to the bot. */
  text(speaker: Speaker, text: string) {
    return this.message(speaker, "text", { text });
  }

  /** A message of any type; the content is what Feishu sends as JSON text. */
  message(speaker: Speaker, messageType: string, content: object) {
    const at = speaker.at ?? this.#now();
    const { thread, replyTo } = speaker;
    const name = this.#next();
    return this.#envelope("im.message.receive_v1", name, at, {
      sender: {
        sender_id: idsOf(speaker.user),
        sender_type: speaker.senderType ?? "user",
        tenant_key: "stand-in",
      },
      message: {
        message_id: feishuId("om", name),
        ...(thread && { root_id: feishuId("om", thread), thread_id: feishuId("omt", thread) }),
        ...(replyTo && { root_id: replyTo, parent_id: replyTo }),
        create_time: String(at),
        chat_id: chatOf(speaker),
        chat_type: speaker.chatType ?? "p2p",
        message_type: messageType,
        content: JSON.stringify(content),
      },
    });
  }

  /** A press on a card's button. */
  cardAction(speaker: Speaker, messageId: string, value: object) {
    const name = this.#next();
    // Feishu counts microseconds in the header of a card action, and milliseconds in all others.
    return this.#envelope("card.action.trigger", name, (speaker.at ?? this.#now()) * 1000, {
      operator: { tenant_key: "stand-in", ...idsOf(speaker.user) },
      token: `c-${hexOf(name)}`,
      action: { tag: "button", value },
      host: "im_message",
      context: { open_message_id: messageId, open_chat_id: chatOf(speaker) },
    });
  }

  /** A reaction to a message. */
  reaction(speaker: Speaker, messageId: string, emoji: string) {
    const at = speaker.at ?? this.#now();
    return this.#envelope("im.message.reaction.created_v1", this.#next(), at, {
      message_id: messageId,
      reaction_type: { emoji_type: emoji },
      operator_type: "user",
      user_id: idsOf(speaker.user),
      action_time: String(at),
    });
  }

  /** A message is taken back. */
  recall(speaker: Speaker, messageId: string) {
    const at = speaker.at ?? this.#now();
    return this.#envelope("im.message.recalled_v1", this.#next(), at, {
      message_id: messageId,
      chat_id: chatOf(speaker),
      recall_time: String(at),
      recall_type: "message_owner",
    });
  }

  /** A press on an entry of the bot's menu. */
  menu(speaker: Speaker, key: string) {
    const at = speaker.at ?? this.#now();
    return this.#envelope("application.bot.menu_v6", this.#next(), at, {
      operator: { operator_name: speaker.user, operator_id: idsOf(speaker.user) },
      event_key: key,
      timestamp: Math.floor(at / 1000),
    });
  }

  #envelope<E extends object>(event_type: string, name: string, at: number, event: E) {
    const header = {
      event_id: hexOf(`event ${name}`),
      event_type,
      create_time: String(at),
      token: this.#token,
      app_id: this.#appId,
      tenant_key: "stand-in",
    };
    return { schema: "2.0" as const, header, event };
  }

  #next(): string {
    this.#made += 1;
    return `${this.#prefix}${this.#made}`;
  }
}

function idsOf(user: string) {
  return { open_id: feishuId("ou", user), union_id: feishuId("on", user), user_id: hexOf(user).slice(0, 8) };
}

function chatOf({ user, chat }: Speaker): string {
  return feishuId("oc", chat ?? `direct ${user}`);
}
