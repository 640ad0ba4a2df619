import type { Dispatch } from "../../dispatch/contract.ts";
import { type TextOptions, textOf } from "../event/content/text.ts";
import type { FeishuEvent } from "../event/events.ts";
import { byKind } from "../event/kinds.ts";
import { identitiesOf } from "./identities.ts";
import type { IdentityOptions } from "./message-identities.ts";
import { personOf, type SessionKeyOptions, sessionKeyOf } from "./session-key.ts";

/** How an event becomes a dispatch: `account` counts for its identities and its session key, `groups` for key and text. */
export interface ToDispatchOptions extends SessionKeyOptions, IdentityOptions, TextOptions {
  /** Where it comes from, for operators: `websocket`, `webhook`, … Never part of an identity. */
  readonly lane?: string;
}

/**
 * What the engine has to know of an event: its identities, its session, its text, when it was written, and of a message
 * or a press on a card by whom: those may answer a turn that asks.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a wrong `dmScope`; never because of the event
 *
 * @example
 * ```ts
 * import type { DispatchDedup } from "feishu-dispatch-dedup";
 * import { parseEvent, toDispatch } from "feishu-dispatch-dedup/feishu";
 *
 * export async function receive(dedup: DispatchDedup, body: unknown, answer: () => Promise<void>) {
 *   const dispatch = toDispatch(parseEvent(body), { dmScope: "per-channel-peer", lane: "webhook" });
 *   const outcome = await dedup(dispatch, answer);
 *   console.log(dispatch.sessionKey, outcome.status);
 * }
 * ```
 */
export function toDispatch(event: FeishuEvent, options: ToDispatchOptions = {}): Dispatch {
  const text = textOf(event, options);
  const sender = mayAnswer(event, text) ? personOf(event, options) : undefined;
  return {
    ids: identitiesOf(event, options),
    sessionKey: sessionKeyOf(event, options),
    ...(options.lane === undefined ? {} : { lane: options.lane }),
    ...(text === undefined ? {} : { text }),
    createdAt: createdAtOf(event),
    ...(sender === undefined ? {} : { sender }),
  };
}

const always = () => true;
const never = () => false;

/**
 * Whether it may be somebody's answer when a turn asks: a message, a press on a card, or a menu's entry that says
 * something. An emoji answers nothing.
 */
const mayAnswer = byKind<boolean, [text: string | undefined]>({
  message: always,
  reaction: never,
  cardAction: always,
  menu: (_event, text) => text !== undefined,
  notice: never,
  recall: never,
});

/**
 * When the person did it, in ms since the epoch. Of menus and card actions only the header tells it finely enough
 * to order them among messages: a menu's own time counts seconds, a card action has none.
 *
 * @example
 * ```ts
 * import { createdAtOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const ageMs = (body: unknown) => Date.now() - createdAtOf(parseEvent(body));
 * ```
 */
export function createdAtOf(event: FeishuEvent): number {
  return writtenAt(event);
}

const pushedAt = ({ header }: FeishuEvent) => milliseconds(header.create_time);
const writtenAt = byKind<number>({
  message: ({ event }) => Number(event.message.create_time),
  reaction: ({ event }) => Number(event.action_time),
  cardAction: pushedAt,
  menu: pushedAt,
  recall: pushedAt,
  notice: pushedAt,
});

/** The header of a card action counts microseconds, of all else milliseconds; 10^14 ms is the year 5138. */
function milliseconds(time: string): number {
  const value = Number(time);
  return value < 1e14 ? value : Math.floor(value / 1000);
}
