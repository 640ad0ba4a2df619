import { randomBytes } from "node:crypto";
import { refusal, type ScriptedAnswer } from "./script.ts";

/** A message that the bot sent, once, however often it was sent again under the same `uuid`. */
export interface SentMessage {
  readonly messageId: string;
  readonly appId: string;
  readonly chatId: string;
  /** The message it answers, for a reply. */
  readonly replyTo?: string;
  /** Whether it was asked to stay in the thread of the message it answers. */
  readonly inThread: boolean;
  readonly msgType: string;
  /** The content as sent: JSON text. */
  readonly content: string;
  /** The name under which it is one message for an hour. @default none: each time it is another one */
  readonly uuid?: string;
  /** By the stand-in's clock. */
  readonly at: number;
  /** How often it was sent again under its `uuid`. */
  repeats: number;
  /** The contents that a card was given later, in order. */
  readonly updates: string[];
}

/** What a message holds by now. */
export function contentOf({ content, updates }: SentMessage): string {
  return updates.at(-1) ?? content;
}

/** What a request to send or reply asks for. */
export type SendRequest = Omit<SentMessage, "messageId" | "at" | "repeats" | "updates">;

const IDEMPOTENT_MS = 3_600_000;
const TEXT_BYTES = 150 * 1024;
const CARD_BYTES = 30 * 1024;

/**
 * The messages that the bots sent. A `uuid` counts for one hour and one app, as Feishu promises; the size limits
 * are those of code 230025.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/reply
 */
export class Outbox {
  readonly messages: SentMessage[] = [];
  readonly #byId = new Map<string, SentMessage>();
  readonly #byUuid = new Map<string, SentMessage>();
  readonly #now: () => number;
  readonly #perSecond: number;

  constructor(now: () => number, perSecond: number) {
    this.#now = now;
    this.#perSecond = perSecond;
  }

  /** The message that was sent, now or before under the same `uuid`; or why Feishu refuses it. */
  send(request: SendRequest): SentMessage | (ScriptedAnswer & { status: number }) {
    const before = this.#findRepeated(request);
    if (before) {
      before.repeats += 1;
      return before;
    }
    return this.#refuse(request) ?? this.#add(request);
  }

  find(messageId: string): SentMessage | undefined {
    return this.#byId.get(messageId);
  }

  #findRepeated({ uuid, appId }: SendRequest): SentMessage | undefined {
    const sent = uuid ? this.#byUuid.get(`${appId} ${uuid}`) : undefined;
    return sent && sent.at > this.#now() - IDEMPOTENT_MS ? sent : undefined;
  }

  #refuse(request: SendRequest): (ScriptedAnswer & { status: number }) | undefined {
    const limit = request.msgType === "text" ? TEXT_BYTES : CARD_BYTES;
    if (request.uuid && request.uuid.length > 50) return refusal(230001, "uuid is longer than 50 characters");
    if (!isJson(request.content)) return refusal(230001, "content is not JSON");
    if (Buffer.byteLength(request.content) > limit)
      return refusal(230025, "The length of the message content reaches its limit.");
    if (this.#sentLately(request.chatId) >= this.#perSecond)
      return refusal(230020, "This operation triggers the frequency limit.");
    return undefined;
  }

  #sentLately(chatId: string): number {
    if (this.#perSecond === Number.POSITIVE_INFINITY) return 0;
    const since = this.#now() - 1000;
    return this.messages.filter((sent) => sent.chatId === chatId && sent.at > since).length;
  }

  #add(request: SendRequest): SentMessage {
    const messageId = `om_${randomBytes(16).toString("hex")}`;
    const message: SentMessage = { ...request, messageId, at: this.#now(), repeats: 0, updates: [] };
    this.messages.push(message);
    this.#byId.set(messageId, message);
    if (message.uuid) this.#byUuid.set(`${message.appId} ${message.uuid}`, message);
    return message;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
