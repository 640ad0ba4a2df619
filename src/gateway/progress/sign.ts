import type PQueue from "p-queue";
import type { Timers } from "../../delays.ts";

/** What is to be seen of a message. */
type Wish = "waiting" | "running" | "nothing";

/** How reactions are put on messages, and taken away. */
export interface Signing {
  readonly emojis: Readonly<Record<Wish, string | false>>;
  /** @returns the reaction's id */
  readonly add: (account: string, messageId: string, emoji: string) => Promise<string>;
  readonly remove: (account: string, messageId: string, reactionId: string) => Promise<void>;
  /** Told why a reaction could not be put or taken away. */
  readonly onFailed: (
    error: unknown,
    about: { readonly account: string; readonly messageId: string },
  ) => void;
  /** Only after so many ms: what is answered sooner gets none. */
  readonly afterMs: number;
  readonly timers: Timers;
  readonly queue: PQueue;
}

/** The reaction on one message. One request at a time, each for what is wished by then. */
export class Sign {
  readonly #about: { readonly account: string; readonly messageId: string };
  readonly #how: Signing;
  readonly #timer: unknown;
  #wish: Wish = "nothing";
  #shown: { readonly emoji: string; readonly reactionId: string } | undefined;
  /** Whether its time has come. */
  #isDue = false;
  #isBusy = false;

  constructor(about: { readonly account: string; readonly messageId: string }, how: Signing) {
    this.#about = about;
    this.#how = how;
    this.#timer = how.timers.setTimeout(() => this.#begin(), how.afterMs);
  }

  show(wish: Wish): void {
    this.#wish = wish;
    this.#settle();
  }

  /** The message is over. */
  end(): void {
    this.leave();
    this.show("nothing");
  }

  /** What is not to be seen yet never will be; what is stays. */
  leave(): void {
    this.#how.timers.clearTimeout(this.#timer);
  }

  #begin(): void {
    this.#isDue = true;
    this.#settle();
  }

  get #emoji(): string | false {
    return this.#how.emojis[this.#wish];
  }

  #settle(): void {
    if (!this.#isDue || this.#isBusy || this.#isRight) return;
    this.#isBusy = true;
    void this.#how.queue.add(() => this.#work());
  }

  get #isRight(): boolean {
    return (this.#shown?.emoji ?? false) === this.#emoji;
  }

  async #work(): Promise<void> {
    const { account, messageId } = this.#about;
    const { add, remove, onFailed } = this.#how;
    try {
      while (!this.#isRight) {
        const shown = this.#shown;
        this.#shown = undefined;
        if (shown) await remove(account, messageId, shown.reactionId);
        const emoji = this.#emoji;
        if (emoji) this.#shown = { emoji, reactionId: await add(account, messageId, emoji) };
      }
      this.#isBusy = false;
    } catch (error) {
      // It stays busy: a message that cannot be reacted to is let be.
      onFailed(error, { account, messageId });
    }
  }
}
