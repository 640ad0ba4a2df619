import { waitFor } from "../../../delays.ts";
import { ReplyError, type SendingTime } from "../../../feishu/channel.ts";
import {
  firstOfMarkdown,
  markdownFrom,
  splitMarkdown,
} from "../../../feishu/reply/markdown/split-markdown.ts";
import { isBlank } from "../../../text/blank.ts";
import type { Growing } from "./growing.ts";

/** Where a card is sent, and given other contents. */
export interface CardDoor {
  /** @returns the card's id: of one that was sent under this name before, what it shows stays */
  send(markdown: string, how: CardOptions): Promise<string>;
  update(id: string, markdown: string, how: CardOptions & { readonly isOnce?: boolean }): Promise<void>;
}

interface CardOptions {
  readonly signal: AbortSignal;
  readonly time?: SendingTime | undefined;
}

export interface CardSetup {
  /** The least time between two updates, in ms; Feishu takes five a second. */
  readonly everyMs: number;
  /** Whether an earlier attempt may have sent it. */
  readonly mayExist: boolean;
}

/** How long the last update of a text that was broken off may take, in ms. */
const LAST_WORD_MS = 3000;
/** How far apart updates are at most when they fail, in ms. */
const SLOWEST_MS = 10_000;

/**
 * One card that shows a text while it grows, over all attempts. What it shows on the way is not waited for and may be
 * lost; what it shows in the end is made sure of, or said in messages.
 */
export class Card {
  readonly #door: CardDoor;
  readonly #everyMs: number;
  #mayExist: boolean;
  #id: string | undefined;
  /** What it shows; undefined when that is not known. */
  #shown: string | undefined;

  constructor(door: CardDoor, { everyMs, mayExist }: CardSetup) {
    this.#door = door;
    this.#everyMs = everyMs;
    this.#mayExist = mayExist;
  }

  /**
   * Shows a text until it is complete.
   *
   * @returns markdown that is to be said behind it: what is too long for a card, or could not be shown
   * @throws ReplyError when another attempt may succeed, or the time is up; or the signal's reason
   */
  async show(growing: Growing, how: CardOptions): Promise<string[]> {
    await growing.until((text) => !isBlank(text));
    if (isBlank(growing.text)) return [];
    try {
      await this.#begin(growing, how);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await growing.whole();
      return growing.isBrokenOff ? [] : [growing.text];
    }
    await this.#follow(growing, how);
    return growing.isBrokenOff ? this.#lastWord(growing) : this.#finish(growing, how);
  }

  async #begin({ text }: Growing, how: CardOptions): Promise<void> {
    if (this.#id !== undefined) return;
    const first = firstOfMarkdown(text);
    const isFresh = !this.#mayExist;
    this.#mayExist = true;
    this.#id = await this.#door.send(first, how);
    this.#shown = isFresh ? first : undefined;
  }

  /** The latest text wins. What fails is slowed down; what is refused is left to the end. */
  async #follow(growing: Growing, { signal }: CardOptions): Promise<void> {
    let waitMs = this.#everyMs;
    let seen = growing.text;
    for (;;) {
      await waitFor(waitMs, growing.end);
      await growing.until((text) => text !== seen);
      if (growing.isComplete) return;
      seen = growing.text;
      try {
        await this.#update(firstOfMarkdown(seen), { signal, isOnce: true });
      } catch (error) {
        if (isRefusal(error)) return growing.whole();
        waitMs = Math.min(waitMs * 2, SLOWEST_MS);
      }
    }
  }

  async #finish({ text }: Growing, how: CardOptions): Promise<string[]> {
    const [final = "", ...rest] = splitMarkdown(text);
    try {
      await this.#update(final, how);
      return rest;
    } catch (error) {
      if (!wasAnswered(error)) throw error;
      return [this.#unshown(text, error)].filter((it) => !isBlank(it));
    }
  }

  /** Nobody waits for it for long: the turn has ended. */
  async #lastWord({ text }: Growing): Promise<[]> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), LAST_WORD_MS);
    const how = { signal: stop.signal, isOnce: true };
    await this.#update(firstOfMarkdown(text), how).catch(() => {});
    clearTimeout(timer);
    return [];
  }

  async #update(markdown: string, how: Parameters<CardDoor["update"]>[2]): Promise<void> {
    if (this.#id === undefined || markdown === this.#shown) return;
    await this.#door.update(this.#id, markdown, how);
    this.#shown = markdown;
  }

  /** All of it where nothing is known to be seen of it. */
  #unshown(text: string, { decision }: ReplyError): string {
    const isGone = decision === "elsewhere";
    const shown = isGone ? "" : (this.#shown ?? "");
    return text.startsWith(shown) ? markdownFrom(text, shown.length) : text;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ReplyError && !error.isPassing && !error.failure.isTimeUp;
}

/** Of what was not answered it is not known whether it was done: it is done once more, not said beside. */
function wasAnswered(error: unknown): error is ReplyError {
  return error instanceof ReplyError && !error.failure.isTimeUp && error.failure.network === undefined;
}
