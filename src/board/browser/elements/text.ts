import { readableDuration } from "../../../text/readable-duration.ts";
import { visible } from "../../../text/visible.ts";
import { say as sayPhrase, type ValuesOf } from "../../../wording/phrase.ts";
import type { Language, Phrase } from "../../../wording/words.ts";

const KEPT = "board-language";

/** In which language the page speaks, and what time it is at the gateway. */
export const page = { language: first(), now: Date.now() };

export function keepLanguage(language: Language): void {
  page.language = language;
  document.documentElement.lang = language;
  localStorage.setItem(KEPT, language);
}

/** A phrase of the page's, in its language. */
export function say<Said extends Phrase>(phrase: Said, ...values: ValuesOf<Said>): string {
  return sayPhrase(phrase, page.language, ...values);
}

/** What others wrote, such as ids and names: nothing in it steers how the page is read. */
export function foreign(text: string): string {
  return visible(text.toWellFormed());
}

/** How long ago a time was, or how long it has gone on. */
export function since(at: number | undefined): string {
  return at === undefined ? "" : readableDuration(Math.max(0, page.now - at));
}

function first(): Language {
  const kept = localStorage.getItem(KEPT) ?? navigator.language;
  return kept.startsWith("zh") ? "zh" : "en";
}

/** What something is called that does something with something. */
export function named(action: string, what: string): string {
  return `${action}: ${what}`;
}
