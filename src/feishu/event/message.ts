/**
 * `im.message.receive_v1`: somebody wrote to the bot.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/receive
 */
import { z } from "zod";
import { envelope, object } from "./envelope.ts";
import { chatType, id, optionalText, PERSON, time, userIds, userOf, word } from "./fields.ts";

const sender = z
  .looseObject({ sender_id: userIds.nullish(), sender_type: word, tenant_key: optionalText }, object)
  .refine((it) => it.sender_type !== "user" || userOf(it.sender_id) !== undefined, {
    path: ["sender_id"],
    error: PERSON,
  });

/** Who is meant by `@_user_1` in the text. Bots say so by `mentioned_type`, in newer events. */
const mention = z.looseObject(
  {
    key: z.string({ error: "a text such as @_user_1" }),
    id: userIds.nullish(),
    name: optionalText,
    mentioned_type: optionalText,
  },
  object,
);

const message = z.looseObject(
  {
    message_id: id,
    root_id: optionalText,
    parent_id: optionalText,
    thread_id: optionalText,
    create_time: time,
    chat_id: id,
    chat_type: chatType,
    message_type: word,
    // Not parsed here: what is odd in it must not lose the message.
    content: z.string({ error: "JSON in a string" }),
    mentions: z.array(mention, { error: "a list" }).nullish(),
  },
  object,
);

export const messageEvent = envelope(["im.message.receive_v1"], z.looseObject({ sender, message }, object));

/** Somebody who is mentioned in a message; `key` stands for them in its text. */
export type Mention = z.infer<typeof mention>;

/** A message to the bot. */
export type MessageEvent = z.infer<typeof messageEvent>;
