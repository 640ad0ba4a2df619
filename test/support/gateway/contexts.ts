import { parseEvent } from "../../../src/feishu/index.ts";
import type { MiddlewareContext, MiddlewareHost } from "../../../src/gateway/middleware/middleware.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";
import { overrideMessage } from "../stand-in/override.ts";

const say = new EventMaker();
export const host: MiddlewareHost = { now: () => 0, timers: globalThis };

/** A dispatch of one text message. */
export function contextOf(id: string, chatType: "p2p" | "group" = "p2p"): MiddlewareContext {
  const made = say.text({ user: "a", at: 0, chatType }, "hi");
  const event = parseEvent(overrideMessage(made, { message_id: id }, { event_id: `event-${id}` }));
  const { signal } = new AbortController();
  return {
    event,
    account: "default",
    transport: "websocket",
    dispatch: { ids: [id], sessionKey: "s" },
    signal,
  };
}
