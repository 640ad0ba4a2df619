import { z } from "zod";
import { filled, PLACEHOLDER, type ValuesOf } from "./phrase.ts";
import type { Language, Phrase } from "./words.ts";

/** In which language to speak: by what is answered, or always in one. */
export const languageChoice = z.enum(["auto", "en", "zh"]);

/** See {@link languageChoice}. */
export type LanguageChoice = z.output<typeof languageChoice>;

type Table = Readonly<Record<string, Phrase>>;

/** Words in place of those of a table: for every language, or for some. */
export type OwnWords<Names extends PropertyKey = string> = {
  readonly [Name in Names]?: string | { readonly [In in Language]?: string | undefined } | undefined;
};

const HAN = /\p{Script=Han}/u;

/** The language of a text: Chinese where it has a Han character, else English. */
export function languageOf(text: string): Language {
  return HAN.test(text) ? "zh" : "en";
}

/** How a {@link Wording} differs from its table. */
export interface WordingOptions<Names extends PropertyKey = string> {
  /** @default "auto" */
  readonly language?: LanguageChoice;
  /** @default the table's own */
  readonly words?: OwnWords<Names>;
}

/** Says what a table of words has, in the language that is asked for or chosen, and in the words of the config. */
export class Wording<Words extends Table> {
  readonly #table: Words;
  readonly #language: LanguageChoice;
  readonly #own: OwnWords;

  constructor(table: Words, { language = "auto", words = {} }: WordingOptions<keyof Words> = {}) {
    this.#table = table;
    this.#language = language;
    this.#own = words as OwnWords;
  }

  /** The only language that is spoken; undefined when it goes by what is answered. */
  get only(): Language | undefined {
    return this.#language === "auto" ? undefined : this.#language;
  }

  /** @param language of what is answered */
  say<Name extends keyof Words & string>(
    language: Language,
    name: Name,
    ...values: ValuesOf<Words[Name]>
  ): string {
    const [known] = values as [Readonly<Record<string, string | number>>?];
    return filled(this.#phrase(name)[this.only ?? language], known);
  }

  #phrase(name: string): Phrase {
    const own = this.#own[name] ?? {};
    const phrase = this.#table[name] as Phrase; // a name of the table
    return typeof own === "string"
      ? { en: own, zh: own }
      : { en: own.en ?? phrase.en, zh: own.zh ?? phrase.zh };
  }
}

/** The schema of {@link OwnWords} for a table: known words only, each with no placeholders but its own. */
export function ownWords<Words extends Table>(table: Words) {
  const shape = Object.fromEntries(
    Object.entries(table).map(([name, phrase]) => [name, ownPhrase(phrase).optional()] as const),
  ) as { [Name in keyof Words]: z.ZodOptional<ReturnType<typeof ownPhrase>> };
  return z.strictObject(shape);
}

function ownPhrase({ en, zh }: Phrase) {
  const known = placeholdersIn(en);
  const fits = (text: string) => text !== "" && placeholdersIn(text).every((name) => known.includes(name));
  const text = z.string().refine(fits, `a text that is not empty, ${allowed(known)}`);
  const byLanguage = z.strictObject({ en: text.optional(), zh: text.optional() });
  const error = 'a text, or one by language: {"en": …, "zh": …}';
  return z.union([text, byLanguage], { error }).meta({ description: `\`${en}\` \`${zh}\`` });
}

function placeholdersIn(text: string): string[] {
  return Array.from(text.matchAll(PLACEHOLDER), ([whole]) => whole);
}

function allowed(known: readonly string[]): string {
  const names = [...new Set(known)].join(", ");
  return names === "" ? "without placeholders" : `with no placeholders but ${names}`;
}
