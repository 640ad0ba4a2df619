import type { FeishuEvent, NoticeEvent, RecallEvent } from "./events.ts";
import { kindOf } from "./kinds.ts";

/**
 * Is it only news: a chat opened, a message read or recalled?
 *
 * @example
 * ```ts
 * import { isNotice, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const asksForNothing = (body: unknown) => isNotice(parseEvent(body));
 * ```
 */
export function isNotice(event: FeishuEvent): event is NoticeEvent | RecallEvent {
  return kindOf(event) === "notice" || isRecall(event);
}

/**
 * Did somebody take a message back?
 *
 * @example
 * ```ts
 * import { isRecall, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export function recalledMessageOf(body: unknown): string | undefined {
 *   const event = parseEvent(body);
 *   return isRecall(event) ? event.event.message_id : undefined;
 * }
 * ```
 */
export function isRecall(event: FeishuEvent): event is RecallEvent {
  return kindOf(event) === "recall";
}
