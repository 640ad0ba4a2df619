import type { FeishuClient } from "../sdk/client.ts";
import type { SentMessage } from "../sdk/sent-message.ts";
import { ReplyError, toReplyError } from "./reply-error.ts";
import type { ReplyPart } from "./reply-parts.ts";
import type { ReplyTarget } from "./reply-target.ts";

/**
 * Sends one message, once.
 *
 * @returns its id, and where it stands
 * @throws ReplyError
 */
export async function sendPart(
  client: FeishuClient,
  target: ReplyTarget,
  part: ReplyPart,
): Promise<SentMessage> {
  const { message } = client.api.im;
  try {
    const { code, data } =
      "messageId" in target
        ? await message.reply({
            path: { message_id: encodeURIComponent(target.messageId) },
            data: { ...part, reply_in_thread: target.inThread },
          })
        : await message.create({
            params: { receive_id_type: target.userIdType },
            data: { ...part, receive_id: target.userId },
          });
    if (code === 0 && data?.message_id) return sentMessage(data.message_id, data);
    throw new ReplyError({ feishuCode: code, status: 200 });
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
