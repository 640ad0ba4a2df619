import type { FeishuClient } from "../sdk/client.ts";
import type { SentMessage } from "../sdk/sent-message.ts";
import { ReplyError, toReplyError } from "./reply-error.ts";
import type { ReplyPart } from "./reply-parts.ts";
import type { ReplyPlace } from "./reply-target.ts";

/**
 * Sends one message, once.
 *
 * @returns its id, and where it stands
 * @throws ReplyError
 */
export async function sendPart(
  client: FeishuClient,
  place: ReplyPlace,
  part: ReplyPart,
): Promise<SentMessage> {
  try {
    const { code, data } = await request(client, place, part);
    if (code === 0 && data?.message_id) return sentMessage(data.message_id, data);
    throw new ReplyError({ feishuCode: code, status: 200 });
  } catch (error) {
    throw toReplyError(error, Date.now());
  }
}

function request({ api }: FeishuClient, place: ReplyPlace, part: ReplyPart) {
  const { message } = api.im;
  if ("messageId" in place) {
    const path = { message_id: encodeURIComponent(place.messageId) };
    return message.reply({ path, data: { ...part, reply_in_thread: place.inThread } });
  }
  const [receive_id_type, receive_id] =
    "chatId" in place ? (["chat_id", place.chatId] as const) : ([place.userIdType, place.userId] as const);
  return message.create({ params: { receive_id_type }, data: { ...part, receive_id } });
}

/**
 * Gives a card other contents, once.
 *
 * @param content JSON text
 * @throws ReplyError
 */
export async function updateCard(client: FeishuClient, messageId: string, content: string): Promise<void> {
  const path = { message_id: encodeURIComponent(messageId) };
  try {
    const { code } = await client.api.im.v1.message.patch({ path, data: { content } });
    if (code !== 0) throw new ReplyError({ feishuCode: code, status: 200 });
  } catch (error) {
    throw toReplyError(error, Date.now());
  }
}

interface Said {
  readonly chat_id?: string | undefined;
  readonly thread_id?: string | undefined;
  readonly root_id?: string | undefined;
}

function sentMessage(messageId: string, { chat_id, thread_id, root_id }: Said): SentMessage {
  return {
    messageId,
    chatId: chat_id || undefined,
    threadId: thread_id || undefined,
    rootId: root_id || undefined,
  };
}
