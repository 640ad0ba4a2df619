import { z } from "zod";
import { type Attachment, attachmentsOf } from "../event/content/attachments.ts";
import { cardTextOf } from "../event/content/card-text.ts";
import type { MentionOptions } from "../event/content/mentions.ts";
import { textOf } from "../event/content/text.ts";
import type { MessageEvent } from "../event/message.ts";

const text = z.string().nullish().catch(undefined);

/** A message as the API gives it. Of one that was recalled there is no content. */
export const messageItem = z.object({
  message_id: text,
  msg_type: z.string().catch(""),
  create_time: text,
  chat_id: text,
  deleted: z.boolean().catch(false),
  body: z.object({ content: z.string().catch("") }).catch({ content: "" }),
  mentions: z
    .array(z.object({ key: z.string(), id: text, name: text }))
    .nullish()
    .catch(undefined),
});

export type MessageItem = z.output<typeof messageItem>;

/** What somebody wrote. */
export interface Written {
  readonly kind: string;
  readonly text?: string;
  readonly files: readonly Attachment[];
}

/**
 * What a message holds, read as if it had been pushed. A merged forward comes with its messages behind it.
 *
 * @param items the message, and what belongs to it
 */
export function readItems(
  [first, ...inside]: readonly [MessageItem, ...MessageItem[]],
  options: MentionOptions,
): Written {
  const texts = inside.flatMap((item) => textIn(item, options) ?? []);
  const text = inside.length > 0 ? texts.join("\n") : textIn(first, options);
  const files = [first, ...inside].flatMap((item) => attachmentsOf(asEvent(item)));
  return { kind: first.msg_type, ...(text !== undefined && { text }), files };
}

function textIn(item: MessageItem, options: MentionOptions): string | undefined {
  return item.msg_type === "interactive" ? cardTextOf(item.body.content) : textOf(asEvent(item), options);
}

/** What is not said in it, nobody who reads its content looks at. */
function asEvent({ message_id, msg_type, create_time, chat_id, body, mentions }: MessageItem): MessageEvent {
  return {
    schema: "2.0",
    header: {
      event_id: "",
      event_type: "im.message.receive_v1",
      create_time: create_time ?? "0",
      app_id: "",
    },
    event: {
      sender: { sender_type: "unknown" },
      message: {
        message_id: message_id ?? "",
        create_time: create_time ?? "0",
        chat_id: chat_id ?? "",
        chat_type: "group",
        message_type: msg_type,
        content: body.content,
        mentions: mentions?.map(({ key, id, name }) => ({ key, id: { open_id: id }, name })),
      },
    },
  };
}
