/** A message's text in parts: what was written, and who is mentioned between it. */

import { isBlank } from "../../../text/blank.ts";
import type { Mention, MessageEvent } from "../message.ts";
import { type PostBody, type PostElement, readPost, readText } from "./content.ts";

/** A piece of text as it was written, or somebody who is mentioned there. */
export type Part = string | Mention;

type Message = MessageEvent["event"]["message"];
type Mentions = ReadonlyMap<string, Mention>;

const EVERYBODY: Mention = { key: "@_all" };

/** The parts of a `text` or `post` message, of a post in the first language that says something; undefined for all else. */
export function partsOf({ message_type, content, mentions }: Message): Part[] | undefined {
  const byKey = new Map((mentions ?? []).map((mention) => [mention.key, mention]));
  if (message_type === "text") {
    const text = readText(content);
    return text === undefined ? undefined : split(text, byKey);
  }
  return message_type === "post" ? ofPost(content, byKey) : undefined;
}

/** To mention somebody is to say something where no language says more. */
function ofPost(content: string, byKey: Mentions): Part[] | undefined {
  let mentioning: Part[] | undefined;
  for (const body of readPost(content)) {
    const parts = ofBody(body, byKey);
    if (parts.some((part) => typeof part === "string" && !isBlank(part))) return parts;
    if (parts.some((part) => typeof part !== "string")) mentioning ??= parts;
  }
  return mentioning;
}

/** A title above the other lines. */
function ofBody({ title, lines }: PostBody, byKey: Mentions): Part[] {
  const all: Part[][] = lines.map((line) => line.flatMap((element) => ofElement(element, byKey)));
  if (title) all.unshift([title]);
  return all.flatMap((line, index) => (index === 0 ? line : ["\n", ...line]));
}

function ofElement(element: PostElement, byKey: Mentions): Part[] {
  const { tag, user_id: id, user_name } = element;
  if (tag !== "at") return split(written(element), byKey);
  const mention = byKey.get(id);
  if (mention) return [mention];
  if (!id && !user_name) return [];
  if (id === EVERYBODY.key || id === "all") return [EVERYBODY];
  return [{ key: id, id: { open_id: id }, name: user_name || id }];
}

/** Where a link goes is told too, and what is no text leaves a mark. Rulers have none. */
function written({ tag, text, href, image_key, file_key, emoji_type }: PostElement): string {
  if (text && href && text !== href) return `${text} (${href})`;
  if (text || href) return text || href;
  if (tag === "media") return "[video]";
  if (tag === "img" || (image_key && !file_key)) return "[image]";
  if (file_key) return "[file]";
  return emoji_type && `[${emoji_type}]`;
}

/** `@_all` stands in texts without anything that explains it. What no mention explains else is what somebody wrote. */
function split(text: string, byKey: Mentions): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: key, index } of text.matchAll(/@_(?:user_\d+|all(?!\w))/g)) {
    const mention = byKey.get(key) ?? (key === EVERYBODY.key ? EVERYBODY : undefined);
    if (!mention) continue;
    if (index > end) parts.push(text.slice(end, index));
    parts.push(mention);
    end = index + key.length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}
