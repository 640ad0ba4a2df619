import { languageOf } from "../../../wording.ts";
import type { Language } from "../../../words.ts";
import type { FeishuEvent } from "../events.ts";
import { isMessage } from "../kinds.ts";
import { textOf } from "./text.ts";

/**
 * The language in which a message is written. Undefined for what says nothing of it: a picture, an emoji, and every
 * event that is no message.
 */
export function languageOfEvent(event: FeishuEvent): Language | undefined {
  const said = withoutNames(textOf(event) ?? "", event);
  return /\p{L}/u.test(said) ? languageOf(said) : undefined;
}

/** A mention says how somebody is called, not which language is spoken. */
function withoutNames(text: string, event: FeishuEvent): string {
  const mentions = (isMessage(event) && event.event.message.mentions) || [];
  return mentions.reduce((rest, { name }) => (name ? rest.replaceAll(`@${name}`, "") : rest), text);
}
