import { contentOf, type SentMessage } from "./outbox.ts";
import { refusal, type ScriptedAnswer } from "./script.ts";

type Refusal = ScriptedAnswer & { status: number };

interface UpdateRequest {
  readonly appId: string;
  /** JSON text. */
  readonly content: string;
}

const EXPIRES_MS = 14 * 86_400_000;
const PER_SECOND = 5;
const CARD_BYTES = 30 * 1024;

/**
 * Which messages were recalled, and Feishu's rules for giving a card other contents: its own app may, five times a
 * second, for 14 days, while it is a shared card before and after and was not recalled.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-card/patch
 */
export class CardUpdates {
  readonly #now: () => number;
  readonly #recalled = new Set<string>();
  readonly #times = new Map<string, number[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  recall(messageId: string): void {
    this.#recalled.add(messageId);
  }

  isRecalled(messageId: string): boolean {
    return this.#recalled.has(messageId);
  }

  /** Gives it the contents; or says why Feishu refuses that. */
  update(sent: SentMessage, request: UpdateRequest): Refusal | undefined {
    const refused = this.#refuse(sent, request);
    if (!refused) sent.updates.push(request.content);
    return refused;
  }

  #refuse(sent: SentMessage, { appId, content }: UpdateRequest): Refusal | undefined {
    if (sent.appId !== appId) return refusal(230027, "Lack of necessary permissions.");
    if (sent.msgType !== "interactive") return refusal(230001, "This message is NOT a card.");
    if (this.isRecalled(sent.messageId)) return refusal(230011, "The message is recalled.");
    if (this.#now() - sent.at > EXPIRES_MS)
      return refusal(230031, "Message can only be modified within 14 days after sending.");
    if (Buffer.byteLength(content) > CARD_BYTES)
      return refusal(230025, "The length of the message content reaches its limit.");
    if (!isShared(contentOf(sent)) || !isShared(content))
      return refusal(230099, "Failed to create card content.");
    return this.#isTooFast(sent.messageId)
      ? refusal(230020, "This operation triggers the frequency limit.")
      : undefined;
  }

  #isTooFast(messageId: string): boolean {
    const now = this.#now();
    const lately = (this.#times.get(messageId) ?? []).filter((at) => at > now - 1000);
    const isTooFast = lately.length >= PER_SECOND;
    this.#times.set(messageId, isTooFast ? lately : [...lately, now]);
    return isTooFast;
  }
}

/** Whether everybody sees a card's updates, which it has to say of itself. */
function isShared(content: string): boolean {
  try {
    return JSON.parse(content).config?.update_multi === true;
  } catch {
    return false;
  }
}
