import type { About, Fact, NewFact, Said, TurnFact } from "./facts.ts";

/**
 * Hears each fact as it happens; must be quick, and must not throw.
 *
 * @param error what was thrown, of facts that tell of a failure. It may hold more than a log should, and is no part of
 * the fact
 */
export type Listener = (fact: Fact, error?: unknown) => void;

/** Notes facts about one dispatch. */
export type Note = (fact: TurnFact, error?: unknown) => void;

export interface JournalOptions {
  /** The clock, in ms since the epoch. @default Date.now */
  readonly now?: () => number;
  /** Whether facts say what people wrote. @default false */
  readonly texts?: boolean;
  /** Told what a listener throws. @default a warning of the process */
  readonly report?: (error: unknown) => void;
}

/**
 * Where everything that happens to a dispatch is told, once. It keeps nothing: the log, the view, metrics and whatever
 * else wants to know listen to it. Facts are plain JSON, and hold no message's text unless that is asked for.
 */
export class Journal {
  /** The clock, in ms since the epoch. */
  readonly now: () => number;
  readonly #texts: boolean;
  readonly #report: (error: unknown) => void;
  /** Replaced, never changed, so that who listens or leaves while a fact is told does not disturb that. */
  #listeners: readonly Listener[] = [];
  #seq = 0;

  constructor({ now = Date.now, texts = false, report = warn }: JournalOptions = {}) {
    this.now = now;
    this.#texts = texts;
    this.#report = report;
  }

  /** The number of the last fact; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** @returns what ends it */
  subscribe(listener: Listener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  note(fact: NewFact, error?: unknown): void {
    if (this.#listeners.length === 0) return;
    this.#tell({ seq: ++this.#seq, at: this.now(), ...fact }, error);
  }

  /** Makes what notes facts about one dispatch. */
  about({ row, turnId, account, sessionKey }: About): Note {
    return (fact, error) => {
      if (this.#listeners.length === 0) return;
      this.#tell({ seq: ++this.#seq, at: this.now(), row, turnId, account, sessionKey, ...fact }, error);
    };
  }

  /** What somebody wrote, for a fact that may say it. */
  said(text: string | undefined): Pick<Said, "text"> {
    return this.#texts && text !== undefined ? { text } : {};
  }

  #tell(fact: Fact, error: unknown): void {
    for (const listener of this.#listeners)
      try {
        listener(fact, error);
      } catch (thrown) {
        this.#report(thrown);
      }
  }
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
