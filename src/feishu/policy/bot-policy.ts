import { LRUCache } from "lru-cache";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";
import { chatOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import { isMessage, isWork } from "../event/kinds.ts";

/** What of other bots is taken. */
export interface BotPolicyOptions {
  /**
   * Whether messages that other bots write are taken, where a person's would be; the name is that of @openclaw/feishu
   * 2026.9.5. Only with `botOpenId`: bots that cannot tell themselves from others answer themselves. @default false
   */
  readonly allowBots?: boolean | undefined;
  /**
   * How many messages of bots get a turn in one chat, one after the other, without a person who does something there in
   * between: two bots that answer each other would never end. From 1. @default 5
   */
  readonly maxBotTurns?: number | undefined;
}

/** Why a bot's message is not taken: nobody wants any, or too many came in a row. */
export type BotVerdict = "of-an-app" | "too-many-of-bots";

/** Chats that are kept in mind; in an older one it is counted anew. */
const CHATS = 10_000;

/** Which messages of other bots are taken, and how many in a row. */
export class BotPolicy {
  readonly #isAllowed: boolean;
  readonly #most: number;
  /** What was taken from bots in each chat since a person did something there. */
  readonly #taken = new LRUCache<string, Set<string>>({ max: CHATS });

  constructor({ allowBots = false, maxBotTurns = 5 }: BotPolicyOptions) {
    this.#isAllowed = allowBots;
    this.#most = maxBotTurns;
    if (Number.isInteger(maxBotTurns) && maxBotTurns > 0) return;
    throw new UsageError("ERR_INVALID_OPTION", mismatch("maxBotTurns", "1 or more", String(maxBotTurns)));
  }

  /** Why an event is not taken, whoever may write to the bot. */
  refuses(event: FeishuEvent): BotVerdict | undefined {
    if (isWork(event)) return undefined;
    return this.#isAllowed && isOfBot(event) ? undefined : "of-an-app";
  }

  /** A person's act begins the count anew. Not for what the bot itself has said: it may come back as a person's. */
  hear(event: FeishuEvent): void {
    if (this.#isAllowed && isWork(event)) this.#taken.delete(chatOf(event) ?? "");
  }

  /** Why one that would be taken is one too many. What comes again counts once. */
  limits(event: FeishuEvent): BotVerdict | undefined {
    if (!this.#isAllowed || !isMessage(event) || !isOfBot(event)) return undefined;
    const { chat_id: chat, message_id: id } = event.event.message;
    const taken = this.#taken.get(chat) ?? new Set();
    if (!taken.has(id) && taken.size >= this.#most) return "too-many-of-bots";
    this.#taken.set(chat, taken.add(id));
    return undefined;
  }
}

/** Whether another bot, or the bot itself, wrote it: Feishu has two words for them. */
export function isOfBot(event: FeishuEvent): boolean {
  return isMessage(event) && ["app", "bot"].includes(event.event.sender.sender_type);
}
