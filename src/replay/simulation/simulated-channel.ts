import { isMessage } from "../../feishu/index.ts";
import type { Delivery } from "../fixture/fixture.ts";
import { ChannelQueue } from "./channel-queue.ts";

/**
 * The Feishu channel plugin, between Feishu and the host: it drops a message id that it has seen, and queues
 * messages by account, chat and thread. Reactions, card actions and menus go past both. All of it is memory.
 */
export class Channel {
  readonly #seen = new Map<string, Delivery>();
  readonly #queue = new ChannelQueue();
  readonly #onDrop: (delivery: Delivery) => void;

  /** @param onDrop told of each delivery that is dropped */
  constructor(onDrop: (delivery: Delivery) => void) {
    this.#onDrop = onDrop;
  }

  /** Runs `handle` when it is the delivery's turn, or never, when its message was delivered before. */
  async admit(delivery: Delivery, handle: () => Promise<void>): Promise<void> {
    const { account, event } = delivery;
    if (!isMessage(event)) return handle();
    const { message_id: messageId, chat_id: chat, thread_id: thread } = event.event.message;
    if (!this.#isFirst(JSON.stringify([account, messageId]), delivery)) return this.#onDrop(delivery);
    await this.#queue.run(JSON.stringify([account, chat, thread]), delivery, handle);
  }

  /** A delivery that is dispatched twice is still the first one. */
  #isFirst(message: string, delivery: Delivery): boolean {
    const first = this.#seen.get(message) ?? delivery;
    this.#seen.set(message, first);
    return first === delivery;
  }
}
