import { LRUCache } from "lru-cache";
import { beginsWithSlash } from "../../dispatch/command-policy.ts";
import { languageOfEvent, writtenIn } from "../../feishu/event/content/language.ts";
import { actorOf, type FeishuEvent } from "../../feishu/index.ts";
import { type Toast, toastOf } from "../../feishu/receive/toast.ts";
import type { ValuesOf } from "../../wording/phrase.ts";
import { Wording, type WordingOptions } from "../../wording/wording.ts";
import { channelWords, type Language } from "../../wording/words.ts";

type Words = typeof channelWords;

/** How the gateway speaks to users. */
export interface UserWordsOptions extends WordingOptions<keyof Words> {
  /** What is said when a message was given up or gets no turn: a text, or `true` for the table's. @default nothing */
  readonly errorMessage?: string | true | undefined;
}

/** Of so many people it is known in which language they wrote last. */
const MOST_PEOPLE = 10_000;

/**
 * What the gateway itself says to users, each in the language of what is answered. What has none, such as a picture
 * or a card, is answered in the language in which its person wrote last.
 */
export class UserWords {
  readonly #wording: Wording<Words>;
  readonly #errorMessage: string | true | undefined;
  readonly #last = new LRUCache<string, Language>({ max: MOST_PEOPLE });

  constructor({ errorMessage, ...options }: UserWordsOptions = {}) {
    this.#wording = new Wording(channelWords, options);
    this.#errorMessage = errorMessage;
  }

  /** What cards show for a moment, by whether their action was taken. */
  get toasts(): Record<"toast" | "failureToast" | "refusalToast", Toast> {
    const [toast, failureToast] = [toastOf(this.#wording, "received"), toastOf(this.#wording, "notReceived")];
    return { toast, failureToast, refusalToast: toastOf(this.#wording, "refused") };
  }

  /** Notes in which language somebody writes. */
  hear(event: FeishuEvent): void {
    const language = languageOfEvent(event);
    // A command is the same word in every language.
    if (!language || beginsWithSlash(writtenIn(event))) return;
    this.#last.set(actorOf(event) ?? "", language);
  }

  /** What is said about an event. */
  say<Name extends keyof Words>(event: FeishuEvent, name: Name, ...values: ValuesOf<Words[Name]>): string {
    const language = languageOfEvent(event) ?? this.#last.get(actorOf(event) ?? "") ?? "en";
    return this.#wording.say(language, name, ...values);
  }

  /** What is said where there is no answer; undefined for nothing. */
  failure(event: FeishuEvent): string | undefined {
    return this.#errorMessage === true ? this.say(event, "failed") : this.#errorMessage;
  }
}
