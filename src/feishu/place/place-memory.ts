import { LRUCache } from "lru-cache";
import { actorOf, chatOf, chatTypeOf, rootOf, threadOf } from "../event/actor-and-chat.ts";
import type { FeishuEvent } from "../event/events.ts";
import { byKind, isMessage } from "../event/kinds.ts";
import type { MessageEvent } from "../event/message.ts";
import type { SentMessage } from "../sdk/sent-message.ts";

/** What a chat is, in the words of a message's `chat_type`. */
export type ChatKind = MessageEvent["event"]["message"]["chat_type"];

/** Where a message stands, and whether the bot itself wrote it. */
export interface Place {
  readonly chatId: string | undefined;
  readonly threadId: string | undefined;
  readonly rootId: string | undefined;
  /** Undefined while nobody knows who the bot is. */
  readonly isOwn: boolean | undefined;
}

/** Which kind a chat is, and where messages stand, as far as it was heard and is not too long ago. */
export class PlaceMemory {
  readonly types: LRUCache<string, ChatKind>;
  readonly places: LRUCache<string, Place>;
  readonly #isSelf: (id: string | undefined) => boolean | undefined;

  /** @param isSelf whether an id is the bot's; undefined while that is not known */
  constructor(max: number, isSelf: (id: string | undefined) => boolean | undefined) {
    this.types = new LRUCache({ max });
    this.places = new LRUCache({ max });
    this.#isSelf = isSelf;
  }

  /** What a message says of its chat. */
  note(event: FeishuEvent): void {
    if (!isMessage(event)) return;
    const { message_id: id, chat_id: chatId, chat_type: type, root_id } = event.event.message;
    this.types.set(chatId, type);
    if (this.places.has(id)) return;
    const isOwn = this.#isSelf(actorOf(event));
    this.places.set(id, { chatId, threadId: threadOf(event), rootId: root_id || undefined, isOwn });
  }

  sent({ messageId, chatId, threadId, rootId }: SentMessage): void {
    this.places.set(messageId, { chatId, threadId, rootId, isOwn: true });
  }

  /** The event with what is remembered of where it happened, as far as it does not say so itself. */
  locate(event: FeishuEvent): FeishuEvent {
    const messageId = aboutMessage(event);
    if (messageId === undefined) return event;
    const place = this.places.get(messageId);
    const chat_id = chatOf(event) ?? place?.chatId;
    const found = {
      chat_id,
      ...(chatTypeOf(event) === undefined && { chat_type: this.types.get(chat_id ?? "") }),
      thread_id: threadOf(event) ?? place?.threadId,
      root_id: rootOf(event) ?? place?.rootId,
    };
    const known = Object.entries(found).filter(([, it]) => it !== undefined);
    const located: object = { ...event, event: { ...event.event, ...Object.fromEntries(known) } };
    return located as FeishuEvent; // what was found is what the schema says
  }
}

const saysItself = () => undefined;

/** The message that an event is about which does not say where it happened; empty when it names none. */
export const aboutMessage = byKind<string | undefined>({
  message: saysItself,
  reaction: ({ event }) => event.message_id,
  cardAction: ({ event }) => event.context?.open_message_id ?? "",
  menu: saysItself,
  recall: saysItself,
  notice: saysItself,
});
