import { isBlank } from "../../../text/blank.ts";
import { languageOf } from "../../../wording/wording.ts";
import type { Language } from "../../../wording/words.ts";
import type { FeishuEvent } from "../events.ts";
import { isMessage } from "../kinds.ts";
import { type PostBody, readPost, readText } from "./content.ts";

/**
 * The language in which a message is written. Undefined for what says nothing of it: a picture, an emoji, and every
 * event that is no message.
 */
export function languageOfEvent(event: FeishuEvent): Language | undefined {
  const said = writtenIn(event);
  return /\p{L}/u.test(said) ? languageOf(said) : undefined;
}

/**
 * What somebody has written themselves: a mention says how somebody is called, and a picture's mark that there is one,
 * not which language is spoken. Empty for what is no text.
 */
export function writtenIn(event: FeishuEvent): string {
  if (!isMessage(event)) return "";
  const { message_type, content } = event.event.message;
  if (message_type === "text") return withoutKeys(readText(content) ?? "");
  const bodies = message_type === "post" ? [...readPost(content)] : [];
  return bodies.map(wordsOf).find((words) => !isBlank(words)) ?? "";
}

function wordsOf({ title, lines }: PostBody): string {
  const words = lines.flat().filter(({ tag }) => tag !== "at");
  return withoutKeys([title, ...words.map(({ text }) => text)].join(" "));
}

/** Names stand in a text as `@_user_1`. */
function withoutKeys(text: string): string {
  return text.replaceAll(/@_(?:user_\d+|all(?!\w))/g, " ");
}
