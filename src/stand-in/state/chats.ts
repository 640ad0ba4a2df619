import { z } from "zod";

const message = z.object({ chat_id: z.string(), chat_type: z.string() });

/** A message's `chat_type`, and what its chat has as `chat_mode`. */
const modes: Readonly<Record<string, string>> = {
  p2p: "p2p",
  private: "p2p",
  group: "group",
  topic_group: "topic",
};

/** Remembers the chats of the messages that were delivered, as the API gives them when it is asked. */
export class Chats {
  readonly #modes = new Map<string, string>();

  /** Remembers the chat of the message in this event, if it has one. */
  note(event: unknown): void {
    const { data } = message.safeParse(Object(Object(event).event).message);
    if (data) this.#modes.set(data.chat_id, modes[data.chat_type] ?? "group");
  }

  /**
   * What the API says of the chat: `chat_type` tells whether a group is public.
   *
   * @see https://open.feishu.cn/document/server-docs/group/chat/get-2
   */
  find(chatId: string): object | undefined {
    const mode = this.#modes.get(chatId);
    return mode === undefined
      ? undefined
      : { name: "", chat_mode: mode, chat_type: "private", chat_status: "normal" };
  }
}
