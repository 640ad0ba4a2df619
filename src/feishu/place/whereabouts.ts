import { inTime, type Timers } from "../../delays.ts";
import { chatOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { FeishuClient } from "../sdk/client.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { SentMessage } from "../sdk/sent-message.ts";
import { lookUpChatType, lookUpMessage } from "./look-up.ts";
import { Once } from "./once.ts";
import { aboutMessage, PlaceMemory } from "./place-memory.ts";

/** Whom {@link Whereabouts} asks, and how much it remembers. */
export interface WhereaboutsOptions {
  /** The bot account's name in the config. */
  readonly account: string;
  readonly client: FeishuClient;
  /** The ids by which the bot itself writes messages: the app's, and its open id once it is known. */
  readonly ownIds: () => readonly (string | undefined)[];
  readonly log: ChannelLog;
  /** How long what an event does not say may be looked up, in ms; Feishu waits 3,000 for the event. @default 1,000 */
  readonly timeoutMs?: number;
  /** How many look-ups may be under way at once; of more events it is not known where they come from. @default 50 */
  readonly maxLookUps?: number;
  /** How many chats, and how many messages, are remembered; older ones are looked up again. @default 10,000 */
  readonly maxRemembered?: number;
  /** What the time is measured with. @default the system's */
  readonly timers?: Timers;
}

/**
 * Where things happen, and whose messages they are about, for the events that do not say: a reaction names its
 * message alone, and a card action a chat without its type. Both are remembered from messages, received and sent;
 * what is not is looked up, once. The app needs the permissions `im:message` and `im:chat:readonly` for that.
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { createPolicy, type FeishuClient, Intake, Whereabouts } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export function intakeOf(client: FeishuClient, appId: string) {
 *   const common = { account: "default", log: pino() };
 *   const places = new Whereabouts({ ...common, client, ownIds: () => [appId] });
 *   const judge = createPolicy({ needsPlace: true, isOwn: places.isOwn });
 *   return new Intake({ ...common, judge, places, accept: async ({ event }) => console.log(event.header) });
 * }
 * ```
 */
export class Whereabouts {
  readonly #options: WhereaboutsOptions;
  readonly #memory: PlaceMemory;
  readonly #once: Once;

  constructor(options: WhereaboutsOptions) {
    this.#options = options;
    this.#memory = new PlaceMemory(options.maxRemembered ?? 10_000, (id) => this.#isSelf(id));
    this.#once = new Once(options.maxLookUps ?? 50);
  }

  /** Whether the bot itself wrote the message; undefined when that is not known. */
  readonly isOwn = (messageId: string): boolean | undefined => this.#memory.places.get(messageId)?.isOwn;

  /** Remembers a message that was sent: it is the bot's own. */
  readonly sent = (message: SentMessage): void => this.#memory.sent(message);

  /** Remembers what an event says of its chat. */
  note(event: FeishuEvent): void {
    this.#memory.note(event);
  }

  /**
   * The event with where it happened: `chat_id`, `chat_type`, `thread_id` and `root_id` of a reaction or a card action, as far as
   * they become known within the time. Never rejects. All other events are given back as they are, at once.
   */
  locate(event: FeishuEvent): FeishuEvent | Promise<FeishuEvent> {
    const messageId = aboutMessage(event);
    return messageId === undefined ? event : this.#locate(event, messageId);
  }

  async #locate(event: FeishuEvent, messageId: string): Promise<FeishuEvent> {
    const { timeoutMs = 1000, timers = globalThis } = this.#options;
    await inTime(this.#lookUp(event, messageId), undefined, timeoutMs, timers);
    return this.#memory.locate(event);
  }

  /** A card's chat and its message are asked for beside each other; a reaction's chat is known by its message alone. */
  async #lookUp(event: FeishuEvent, messageId: string): Promise<void> {
    const chatId = chatOf(event);
    await Promise.all([messageId && this.#learnMessage(messageId), chatId && this.#learnType(chatId)]);
    const found = this.#memory.places.get(messageId)?.chatId;
    if (chatId === undefined && found !== undefined) await this.#learnType(found);
  }

  async #learnMessage(messageId: string): Promise<void> {
    const known = this.#memory.places.get(messageId);
    if (known?.chatId !== undefined && known.isOwn !== undefined) return;
    await this.#learn(messageId, async () => {
      const { senderId, ...place } = await lookUpMessage(this.#options.client, messageId);
      const isOwn = this.isOwn(messageId) || this.#isSelf(senderId);
      this.#memory.places.set(messageId, { ...place, isOwn });
    });
  }

  async #learnType(chatId: string): Promise<void> {
    if (this.#memory.types.has(chatId)) return;
    await this.#learn(chatId, async () => {
      const type = await lookUpChatType(this.#options.client, chatId);
      if (type) this.#memory.types.set(chatId, type);
    });
  }

  async #learn(id: string, ask: () => Promise<void>): Promise<void> {
    const { account, log } = this.#options;
    try {
      await this.#once.run(id, ask);
    } catch (err) {
      log.warn({ account, err }, "could not look up where an event comes from");
    }
  }

  /** An app's own id is always known; whose an open id is, only when the bot's is. */
  #isSelf(id: string | undefined): boolean | undefined {
    const own = this.#options.ownIds();
    if (id === undefined || own.includes(id)) return id !== undefined;
    return id.startsWith("cli_") || !own.includes(undefined) ? false : undefined;
  }
}
