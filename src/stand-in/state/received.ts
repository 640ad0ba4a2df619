import { z } from "zod";

const text = z.string().optional();
const received = z.object({
  sender: z.object({
    sender_id: z.object({ open_id: text }).nullish(),
    sender_type: text,
    tenant_key: text,
  }),
  message: z.looseObject({
    message_id: z.string(),
    root_id: text,
    parent_id: text,
    thread_id: text,
    create_time: text,
    chat_id: text,
    message_type: text,
    content: text,
    mentions: z
      .array(z.looseObject({ key: z.string(), id: z.object({ open_id: text }).nullish(), name: text }))
      .nullish(),
  }),
});

/** Remembers the messages that were delivered to bots, as the API gives them when it is asked. */
export class Received {
  readonly #items = new Map<string, object>();

  /** Remembers the message in this event, if it has one. */
  note(event: unknown): void {
    const { data } = received.safeParse(Object(event).event);
    if (data) this.#items.set(data.message.message_id, itemOf(data));
  }

  find(messageId: string): object | undefined {
    return this.#items.get(messageId);
  }
}

/** @see https://open.feishu.cn/document/server-docs/im-v1/message/get */
function itemOf({ sender, message }: z.output<typeof received>): object {
  const { message_type, content, mentions, create_time, ...rest } = message;
  const { message_id, root_id, parent_id, thread_id, chat_id } = rest;
  return {
    ...{ message_id, root_id, parent_id, thread_id, chat_id },
    msg_type: message_type,
    ...{ create_time, update_time: create_time, deleted: false, updated: false },
    sender: {
      id: sender.sender_id?.open_id,
      id_type: "open_id",
      sender_type: sender.sender_type,
      tenant_key: sender.tenant_key,
    },
    body: { content },
    ...(mentions && {
      mentions: mentions.map(({ key, id, name }) => ({ key, id: id?.open_id, id_type: "open_id", name })),
    }),
  };
}
