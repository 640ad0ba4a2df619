import { parseEvent } from "../../../src/feishu/index.ts";
import type { MiddlewareContext, MiddlewareHost } from "../../../src/gateway/middleware/middleware.ts";

export const host: MiddlewareHost = { now: () => 0, timers: globalThis };

/** A dispatch of one text message. */
export function contextOf(id: string, chatType: "p2p" | "group" = "p2p"): MiddlewareContext {
  const event = parseEvent({
    schema: "2.0",
    header: { event_id: `event-${id}`, event_type: "im.message.receive_v1", create_time: "0" },
    event: {
      sender: { sender_id: { open_id: "ou_a" }, sender_type: "user" },
      message: {
        message_id: id,
        create_time: "0",
        chat_id: "oc_a",
        chat_type: chatType,
        message_type: "text",
        content: '{"text":"hi"}',
      },
    },
  });
  const { signal } = new AbortController();
  return {
    event,
    account: "default",
    transport: "websocket",
    dispatch: { ids: [id], sessionKey: "s" },
    signal,
  };
}
