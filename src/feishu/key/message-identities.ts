/** What names a message, for who has no event of it. */
import { hash } from "node:crypto";

/** Whose bot it was. */
export interface IdentityOptions {
  /** The bot account that received the event. @default "default" */
  readonly account?: string;
}

/**
 * The identity of a message by its id.
 *
 * @example
 * ```ts
 * import { messageIdentity } from "feishu-dispatch-dedup/feishu";
 *
 * console.log(messageIdentity("om_7f1c", { account: "support-bot" })); // message:support-bot:om_7f1c
 * ```
 */
export function messageIdentity(messageId: string, { account = "default" }: IdentityOptions = {}): string {
  return joinIdentity("message", account, messageId);
}

/** What a content identity is made of. */
export interface Content {
  /** The chat that the message was sent in, `oc_…`. */
  readonly chatId: string;
  /** The sender's `open_id`, or what stands for it. */
  readonly sender: string;
  /** As Feishu writes it: ms since the epoch, in decimal digits. */
  readonly createTime: string;
  /** The message's `content` as it came, not parsed. */
  readonly content: string;
}

/**
 * The identity of a message by what it holds. The same text has been seen redelivered under a fresh message id with
 * its old `create_time`; two messages of the same text that a person sends differ in theirs. The content of a
 * picture, a file, a sticker is its key, so it goes for them too.
 *
 * @example
 * ```ts
 * import { contentIdentity } from "feishu-dispatch-dedup/feishu";
 *
 * const content = JSON.stringify({ text: "Hello" });
 * const id = contentIdentity({ chatId: "oc_1", sender: "ou_1", createTime: "1700000000000", content });
 * console.log(id); // content:default:oc_1:ou_1:1700000000000:…
 * ```
 */
export function contentIdentity(message: Content, { account = "default" }: IdentityOptions = {}): string {
  const { chatId, sender, createTime, content } = message;
  return joinIdentity("content", account, chatId, sender, createTime, hash("sha256", content));
}

/** Parts come from outside and may hold the separator: escaped, different parts never make the same identity. */
export function joinIdentity(...parts: string[]): string {
  return parts.map((part) => (SPECIAL.test(part) ? escaped(part) : part)).join(":");
}

const SPECIAL = /[%:]/;

function escaped(part: string): string {
  return part.replaceAll("%", "%25").replaceAll(":", "%3A");
}
