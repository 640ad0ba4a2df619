/** What the SDK's `EventDispatcher` makes of an event: header and body laid over each other in one object. */

import { type EventKind, rowOf } from "./events.ts";

const HEADER = ["event_id", "event_type", "create_time", "token", "app_id", "tenant_key"];

/**
 * The way back from what the SDK's `EventDispatcher` hands to its handlers to the envelope that Feishu sent: to keep it,
 * or to send it on. `parseEvent` takes either.
 *
 * Where header and body have the same key, the body's has won: the `token` of a card action is the card's, the
 * `app_id` of an app's reaction is that app's. Both are given back to the body; the header's are lost, and
 * nothing needs them. In old events the outer `type` has won; the inner one survives as the SDK's own symbol.
 *
 * @param data what the handler got; anything else comes out as something `parseEvent` refuses
 *
 * @example
 * ```ts
 * import { EventDispatcher } from "@larksuiteoapi/node-sdk";
 * import { fromDispatcher } from "feishu-dispatch-dedup/feishu";
 *
 * export const dispatcher = new EventDispatcher({}).register({
 *   "im.message.receive_v1": (data) => console.log(JSON.stringify(fromDispatcher(data))),
 * });
 * ```
 */
export function fromDispatcher(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  const fields = Object.entries(data);
  if (!("schema" in data)) return oldEvent(fields, symbolType(data));
  const ofBody = keyOfBody(data);
  const isHeader = (key: string): boolean => HEADER.includes(key) && key !== ofBody;
  return {
    schema: data.schema,
    header: Object.fromEntries(fields.filter(([key]) => isHeader(key))),
    event: Object.fromEntries(fields.filter(([key]) => key !== "schema" && !isHeader(key))),
  };
}

/** Whether this is what the SDK's `EventDispatcher` hands over, and not what Feishu sends. */
export function isFromDispatcher(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return false;
  if ("schema" in data) return !("header" in data) && "event_type" in data;
  return !("event" in data) && symbolType(data) !== undefined;
}

/** The key of the header that the body's has replaced. */
function keyOfBody(data: object): string | undefined {
  const row = rowOf(String(Reflect.get(data, "event_type")));
  return row && replacedKey[row.kind](data);
}

const none = () => undefined;
const replacedKey: Readonly<Record<EventKind, (data: object) => string | undefined>> = {
  message: none,
  reaction: (data) => (Reflect.get(data, "operator_type") === "app" ? "app_id" : undefined),
  cardAction: () => "token",
  menu: none,
  recall: none,
  notice: none,
};

function oldEvent(fields: ReadonlyArray<[string, unknown]>, type: unknown): unknown {
  const outer = new Set(["uuid", "token", "ts", "type"]);
  return {
    ...Object.fromEntries(fields.filter(([key]) => outer.has(key))),
    event: { ...Object.fromEntries(fields.filter(([key]) => !outer.has(key))), type },
  };
}

function symbolType(data: object): unknown {
  const symbol = Object.getOwnPropertySymbols(data).find((it) => it.description === "event-type");
  return symbol === undefined ? undefined : Reflect.get(data, symbol);
}
