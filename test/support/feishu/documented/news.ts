/**
 * What asks for no work: a chat opened, a message read or taken back, and what apps write.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/recalled
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/message_read
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/events/bot_p2p_chat_entered
 */
import { type Act, inDmTarget } from "./acts.ts";
import { chats, envelope, ids, MESSAGE, message } from "./form.ts";

const written = message("text", { text: "/new" });
const ofApp = { ...written, event: { ...written.event, sender: { sender_id: ids, sender_type: "app" } } };
const nobody = { names: [], verdict: "notice" } as const;

export const news: Readonly<Record<string, Act>> = {
  "a message taken back": {
    ...nobody,
    event: envelope("im.message.recalled_v1", {
      message_id: MESSAGE,
      chat_id: chats.group,
      recall_time: "1637049720000",
      recall_type: "message_owner",
    }),
    session: `agent:main:feishu:direct:${chats.group}`,
  },
  "messages read": {
    ...nobody,
    event: envelope("im.message.message_read_v1", {
      reader: { reader_id: ids, read_time: "1609484183000", tenant_key: "2ca1d211f64f6438" },
      message_id_list: [MESSAGE],
    }),
    session: `agent:main:feishu:direct:${ids.open_id}`,
  },
  "a chat opened": {
    ...nobody,
    event: envelope("im.chat.access_event.bot_p2p_chat_entered_v1", {
      chat_id: chats.dm,
      operator_id: ids,
      last_message_id: MESSAGE,
      last_message_create_time: "1615380573411",
    }),
    session: `agent:main:feishu:direct:${ids.open_id}`,
  },
  "a message of an app": {
    event: ofApp,
    names: ["message", "content"],
    session: `agent:main:feishu:direct:${ids.open_id}`,
    text: "/new",
    command: "barrier",
    target: { ...inDmTarget, messageId: MESSAGE },
    verdict: "of-an-app",
  },
};
