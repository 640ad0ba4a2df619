import { z } from "zod";
import { FeishuDispatchError } from "../../errors.ts";
import type { FeishuClient } from "../sdk/client.ts";
import { ask } from "./ask.ts";

/** What Feishu says of a message, as far as it is asked for here. */
export interface MessageFacts {
  readonly chatId: string | undefined;
  /** The thread it stands in. */
  readonly threadId: string | undefined;
  /** The message that was answered first, if it is an answer. */
  readonly rootId: string | undefined;
  /** Who wrote it: an app by its app id, a person by their open id. */
  readonly senderId: string | undefined;
}

const text = z.string().optional().catch(undefined);
const Item = z.object({
  chat_id: text,
  thread_id: text,
  root_id: text,
  sender: z.object({ id: text }).optional().catch(undefined),
});
const Chat = z.object({ chat_mode: text });

/** A chat's `chat_mode`, and what messages from it have as `chat_type`. */
const kinds = new Map([
  ["p2p", "p2p" as const],
  ["group", "group" as const],
  ["topic", "topic_group" as const],
]);

/**
 * Where a message stands, and who wrote it.
 *
 * @throws FeishuDispatchError `ERR_LOOK_UP_REFUSED` when Feishu does not say, or whatever the network threw
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/get
 */
export async function lookUpMessage(client: FeishuClient, messageId: string): Promise<MessageFacts> {
  const path = { message_id: encodeURIComponent(messageId) };
  const data = await dataOf(client, "message", () => client.api.im.v1.message.get({ path }));
  const { chat_id, thread_id, root_id, sender } = Item.parse(data?.items?.[0] ?? {});
  const place = {
    chatId: chat_id || undefined,
    threadId: thread_id || undefined,
    rootId: root_id || undefined,
  };
  return { ...place, senderId: sender?.id };
}

/**
 * Which kind of chat it is: its `chat_mode`. Its `chat_type` says whether a *group* is private or public.
 *
 * @returns undefined for a kind that is not known
 * @throws FeishuDispatchError as {@link lookUpMessage}
 * @see https://open.feishu.cn/document/server-docs/group/chat/get-2
 */
export async function lookUpChatType(
  client: FeishuClient,
  chatId: string,
): Promise<"p2p" | "group" | "topic_group" | undefined> {
  const path = { chat_id: encodeURIComponent(chatId) };
  const data = await dataOf(client, "chat", () => client.api.im.v1.chat.get({ path }));
  const { chat_mode: mode = "" } = Chat.parse(data ?? {});
  return kinds.get(mode);
}

async function dataOf<Data>(
  client: FeishuClient,
  what: string,
  request: Parameters<typeof ask<Data>>[1],
): Promise<Data | undefined> {
  const { code, data } = await ask(client, request);
  if (code === 0) return data;
  throw new FeishuLookUpError(what, code);
}

/** The app may not know: it lacks a permission, or is not in the chat. */
class FeishuLookUpError extends FeishuDispatchError {
  constructor(what: string, code: number | undefined) {
    const advice = "grant the app im:message and im:chat:readonly, and have the bot in the chat";
    super(
      "ERR_LOOK_UP_REFUSED",
      `Feishu does not tell of the ${what} (code ${code ?? "unknown"}): ${advice}`,
    );
  }
}
