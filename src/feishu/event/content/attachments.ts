/** The pictures and files of a message, under the keys by which Feishu gives them. */

import type { FeishuEvent } from "../events.ts";
import { byKind, isMessage, kindOf } from "../kinds.ts";
import type { MessageEvent } from "../message.ts";
import { parseJson } from "./content.ts";

/**
 * A picture or a file that a message holds. What a key stands for is downloaded with the message's id.
 *
 * @see https://open.feishu.cn/document/server-docs/im-v1/message/get-2
 */
export interface Attachment {
  /** `image`, `file`, `folder`, `audio`, `media` (a video) or `sticker`; Feishu gives out no stickers and folders. */
  readonly kind: string;
  /** Of a picture; of a video its cover. */
  readonly imageKey?: string;
  /** Of everything that is no picture. */
  readonly fileKey?: string;
  /** As its sender called it. */
  readonly fileName?: string;
  /** How long a sound or a video takes, in ms. */
  readonly durationMs?: number;
}

/**
 * What an event is about: the type of a message as Feishu names it (`text`, `post`, `image`, `file`, `audio`, `media`,
 * `sticker`, `interactive`, …), else `reaction`, `cardAction`, `menu` or another kind of event.
 *
 * @example
 * ```ts
 * import { contentKindOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const isVoice = (body: unknown) => contentKindOf(parseEvent(body)) === "audio";
 * ```
 */
export function contentKindOf(event: FeishuEvent): string {
  return isMessage(event) ? event.event.message.message_type : kindOf(event);
}

/**
 * The pictures and files of a message, in order; those of a post and of a card, too. Empty for all else.
 *
 * @example
 * ```ts
 * import { attachmentsOf, parseEvent } from "feishu-dispatch-dedup/feishu";
 *
 * export const pictures = (body: unknown) => attachmentsOf(parseEvent(body)).map(({ imageKey }) => imageKey);
 * ```
 */
export function attachmentsOf(event: FeishuEvent): Attachment[] {
  return attached(event);
}

const none = () => [];
const attached = byKind<Attachment[]>({
  message: ofMessage,
  reaction: none,
  cardAction: none,
  menu: none,
  recall: none,
  notice: none,
});

function ofMessage({ event }: MessageEvent): Attachment[] {
  const { message_type, content } = event.message;
  const found = new Map<string, Attachment>();
  for (const value of objectsIn(parseJson(content))) {
    const attachment = attachmentIn(value, message_type);
    const key = attachment?.fileKey ?? attachment?.imageKey;
    // A post in several languages holds each of them several times.
    if (attachment && key && !found.has(key)) found.set(key, attachment);
  }
  return [...found.values()];
}

function attachmentIn(value: object, messageType: string): Attachment | undefined {
  const { tag, image_key, img_key, file_key, file_name, duration } = Object(value);
  const imageKey = textIn(image_key) ?? textIn(img_key);
  const fileKey = textIn(file_key);
  if (imageKey === undefined && fileKey === undefined) return undefined;
  const named = typeof tag === "string" ? tag : messageType;
  const fileName = textIn(file_name);
  return {
    kind: fileKey === undefined ? "image" : named,
    ...(imageKey !== undefined && { imageKey }),
    ...(fileKey !== undefined && { fileKey }),
    ...(fileName !== undefined && { fileName }),
    ...(typeof duration === "number" && { durationMs: duration }),
  };
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Every object in a value, in order. Without recursion: what comes may be as deep as it is long. */
function* objectsIn(value: unknown): Generator<object> {
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== "object" || next === null) continue;
    if (!Array.isArray(next)) yield next;
    for (const each of Object.values(next).reverse()) rest.push(each);
  }
}
