import { type PostBody, type PostElement, readPost, readText } from "./content.ts";
import type { FeishuEvent } from "./events.ts";
import { byKind } from "./kinds.ts";
import type { Mention, MessageEvent } from "./message.ts";

/**
 * The plain text of a `text` or `post` message: what a command is looked for in, and what an agent reads.
 *
 * Feishu writes a mention as `@_user_1` and explains it in `mentions`. Bots mentioned at the start are taken out,
 * so that "@bot /new" is "/new"; everybody else is given their name.
 *
 * Undefined for all else. A menu's key and a card's value are the app's own words, not the user's: an entry whose
 * key happens to be "/new" is not a command.
 *
 * @example
 * ```ts
 * import { parseEvent, textOf } from "feishu-dispatch-dedup/feishu";
 *
 * export const isNew = (body: unknown) => textOf(parseEvent(body))?.trim() === "/new";
 * ```
 */
export function textOf(event: FeishuEvent): string | undefined {
  return written(event);
}

const nothing = () => undefined;
const written = byKind<string | undefined>({
  message: messageText,
  reaction: nothing,
  cardAction: nothing,
  menu: nothing,
  notice: nothing,
});

function messageText({ event }: MessageEvent): string | undefined {
  const { message_type, content, mentions } = event.message;
  const raw = rawText(message_type, content);
  return raw === undefined ? undefined : withNames(withoutLeadingBots(raw, mentions ?? []), mentions ?? []);
}

function rawText(type: string, content: string): string | undefined {
  if (type === "text") return readText(content);
  const post = type === "post" ? readPost(content) : undefined;
  return post === undefined ? undefined : plain(post);
}

/** A title above the paragraphs, one line each. */
function plain({ title, content }: PostBody): string {
  const lines = content.map((paragraph) => paragraph.map(plainElement).join(""));
  return [...(title ? [title] : []), ...lines].join("\n");
}

/** Pictures, stickers and rulers have no text. */
function plainElement({ tag, text, href, user_id, user_name }: PostElement): string {
  if (tag === "at") return user_id?.startsWith("@_user_") ? user_id : `@${user_name || user_id || ""}`;
  return text || href || "";
}

const LEADING = /^\s*(@_user_\d+)\s*/;

function withoutLeadingBots(text: string, mentions: readonly Mention[]): string {
  const bots = new Set(mentions.filter(isBot).map(({ key }) => key));
  let rest = text;
  for (let found = LEADING.exec(rest); found?.[1] && bots.has(found[1]); found = LEADING.exec(rest)) {
    rest = rest.slice(found[0].length);
  }
  return rest;
}

/** Newer events say what was mentioned; in older ones a bot is who has no `user_id`, since only people have. */
function isBot({ mentioned_type, id }: Mention): boolean {
  return mentioned_type ? mentioned_type === "bot" : !id?.user_id;
}

/** No name is that long. Put in for every one of its keys, it could make a text of no end. */
const LONGEST_NAME = 128;

function withNames(text: string, mentions: readonly Mention[]): string {
  const named = mentions.filter(({ name }) => name && name.length <= LONGEST_NAME);
  const names = new Map(named.map(({ key, name }) => [key, `@${name}`]));
  return text.replace(/@_user_\d+/g, (key) => names.get(key) ?? key);
}
