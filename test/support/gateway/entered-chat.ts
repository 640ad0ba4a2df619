import { EventMaker } from "../../../src/stand-in/index.ts";
import { override } from "../stand-in/override.ts";

const maker = new EventMaker({ prefix: "entered " });

/** Somebody opens the chat with the bot: Feishu tells which message is the last one in it. */
export function enteredChat(user: string, it: { lastMessageId: string; sentAt: number; at: number }) {
  const { operator } = maker.menu({ user }, "x").event;
  const made = maker.reaction({ user, at: it.at }, it.lastMessageId, "OK");
  const header = { event_type: "im.chat.access_event.bot_p2p_chat_entered_v1" };
  const { header: of, schema } = override(made, {}, header);
  const event = {
    chat_id: "oc_of_this_chat",
    operator_id: operator.operator_id,
    last_message_id: it.lastMessageId,
    last_message_create_time: String(it.sentAt),
  };
  return { schema, header: of, event };
}
