import { z } from "zod";
import { feishuId } from "../ids.ts";

/** Where a message stands. */
export interface MessagePlace {
  readonly chatId: string;
  readonly threadId?: string | undefined;
}

const WithMessage = z.object({
  event: z.object({
    message: z.object({ message_id: z.string(), chat_id: z.string(), thread_id: z.string().optional() }),
  }),
});

/** Remembers where the delivered messages stand, so that replies to them are shown in their chat and thread. */
export class Places {
  readonly #known = new Map<string, MessagePlace>();

  /** Remembers the place of the message in this event, if it has one. */
  note(event: unknown): void {
    const message = WithMessage.safeParse(event).data?.event.message;
    if (message) this.put(message.message_id, { chatId: message.chat_id, threadId: message.thread_id });
  }

  put(messageId: string, place: MessagePlace): void {
    this.#known.set(messageId, place);
  }

  /** The message's place; a message never seen has a chat of its own. */
  of(messageId: string): MessagePlace {
    return this.#known.get(messageId) ?? { chatId: feishuId("oc", messageId) };
  }
}
