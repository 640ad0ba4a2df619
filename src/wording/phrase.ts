import type { Language, Phrase } from "./words.ts";

type PlaceholderIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PlaceholderIn<Rest>
  : never;
/** What has to be known to say a phrase: a value for each of its placeholders. */
export type ValuesOf<Said extends Phrase> = [PlaceholderIn<Said["en"]>] extends [never]
  ? []
  : [values: Readonly<Record<PlaceholderIn<Said["en"]>, string | number>>];

/** Finds the placeholders of a phrase. */
export const PLACEHOLDER = /\{(\w+)\}/g;

/** A text with its placeholders filled in; those that are not known stay. */
export function filled(text: string, known: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(PLACEHOLDER, (whole, key: string) => String(known[key] ?? whole));
}

/** Says a phrase in a language. */
export function say<Said extends Phrase>(
  phrase: Said,
  language: Language,
  ...values: ValuesOf<Said>
): string {
  return filled(phrase[language], values[0]);
}
