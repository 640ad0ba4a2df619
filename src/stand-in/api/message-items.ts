import { feishuId } from "../ids.ts";
import { contentOf, type SentMessage } from "../state/outbox.ts";
import type { MessagePlace } from "../state/places.ts";

/** A message that a bot sent, as the API gives it. */
export function describe(sent: SentMessage, place: MessagePlace): object {
  const thread = place.threadId ?? (sent.inThread ? feishuId("omt", sent.replyTo ?? "") : undefined);
  return {
    message_id: sent.messageId,
    chat_id: sent.chatId,
    parent_id: sent.replyTo,
    root_id: sent.replyTo,
    thread_id: thread,
    msg_type: sent.msgType,
    create_time: String(sent.at),
    update_time: String(sent.at),
    deleted: false,
    updated: sent.updates.length > 0,
    sender: { id: sent.appId, id_type: "app_id", sender_type: "app" },
    body: { content: contentOf(sent) },
  };
}

/** What clients that do not know a card's form show in its place, and the API gives of it unless asked otherwise. */
const UNKNOWN_CARD = {
  title: null,
  elements: [[{ tag: "text", text: "请升级至最新版本客户端，以查看内容" }]],
};

/**
 * What the API gives of a bot's message when it is asked for it later: a card of the form 2.0 only when that is asked
 * for, and of a post one language, whose markdown has become text.
 *
 * @param isWhole whether cards were asked for as they were sent
 * @see https://open.feishu.cn/document/server-docs/im-v1/message-content-description/message_content
 */
export function contentWhenRead(sent: SentMessage, isWhole: boolean): string {
  const content = JSON.parse(contentOf(sent));
  if (sent.msgType === "interactive" && content.schema === "2.0" && !isWhole)
    return JSON.stringify(UNKNOWN_CARD);
  return sent.msgType === "post" ? JSON.stringify(postWhenRead(content)) : contentOf(sent);
}

interface Post {
  readonly title?: string;
  readonly content: ReadonlyArray<ReadonlyArray<{ readonly tag: string }>>;
}

function postWhenRead(languages: Readonly<Record<string, Post>>): Post {
  const { title = "", content } = Object.values(languages)[0] ?? { content: [] };
  const paragraphs = content.map((elements) =>
    elements.map((element) => (element.tag === "md" ? { ...element, tag: "text" } : element)),
  );
  return { title, content: paragraphs };
}
