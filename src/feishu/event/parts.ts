/** A message's text in parts: what was written, and who is mentioned between it. */
import { type PostBody, type PostElement, readPost, readText } from "./content.ts";
import type { Mention, MessageEvent } from "./message.ts";

/** A piece of text as it was written, or somebody who is mentioned there. */
export type Part = string | Mention;

type Message = MessageEvent["event"]["message"];
type Mentions = ReadonlyMap<string, Mention>;

const EVERYBODY: Mention = { key: "@_all" };

/** The parts of a `text` or `post` message; undefined for all else. */
export function partsOf({ message_type, content, mentions }: Message): Part[] | undefined {
  const byKey = new Map((mentions ?? []).map((mention) => [mention.key, mention]));
  if (message_type === "text") {
    const text = readText(content);
    return text === undefined ? undefined : split(text, byKey);
  }
  const post = message_type === "post" ? readPost(content) : undefined;
  return post && ofPost(post, byKey);
}

/** A title above the paragraphs, one line each. */
function ofPost({ title, content }: PostBody, byKey: Mentions): Part[] {
  const parts: Part[] = title ? [title, "\n"] : [];
  for (const [index, paragraph] of content.entries()) {
    if (index > 0) parts.push("\n");
    for (const element of paragraph) parts.push(...ofElement(element, byKey));
  }
  return parts;
}

/** Pictures, stickers and rulers have no text. */
function ofElement({ tag, text, href, user_id, user_name }: PostElement, byKey: Mentions): Part[] {
  if (tag !== "at") return split(text || href || "", byKey);
  const id = user_id || "";
  const mention = byKey.get(id);
  if (mention) return [mention];
  if (id === EVERYBODY.key || id === "all") return [EVERYBODY];
  return [{ key: id, id: { open_id: id }, name: user_name || id }];
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
