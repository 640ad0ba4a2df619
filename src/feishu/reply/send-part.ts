import type { FeishuClient } from "../sdk/client.ts";
import { ReplyError, toReplyError } from "./reply-error.ts";
import type { ReplyPart } from "./reply-parts.ts";
import type { ReplyTarget } from "./reply-target.ts";

/**
 * Sends one message, once.
 *
 * @returns its id
 * @throws ReplyError
 */
export async function sendPart(client: FeishuClient, target: ReplyTarget, part: ReplyPart): Promise<string> {
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
    if (code === 0 && data?.message_id) return data.message_id;
    throw new ReplyError({ feishuCode: code, status: 200 });
  } catch (error) {
    throw toReplyError(error, Date.now());
  }
}
