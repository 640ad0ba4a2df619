import PQueue from "p-queue";
import { inTime, type Timers } from "../../delays.ts";
import type { Fact } from "../journal/facts.ts";
import { Sign, type Signing } from "./sign.ts";
import { messageOf, wishAfter } from "./wish.ts";

/** Which reactions to put on messages, and when. */
export interface ProgressConfig {
  /** On a message that waits, by Feishu's name of the emoji; `false` for none. */
  readonly waiting: string | false;
  /** On a message whose turn runs. */
  readonly running: string | false;
  /** Only after so many ms: what is answered sooner gets none. */
  readonly afterMs: number;
}

export interface ProgressOptions extends ProgressConfig, Omit<Signing, "queue" | "emojis"> {
  readonly timers?: Timers;
}

/** Feishu takes 50 requests a second from an app, and the answers come first. */
const PER_SECOND = 20;

/** Lets people see which of their messages wait and which are being answered, by a reaction of the bot. */
export class Progress {
  readonly #signs = new Map<number, Sign>();
  readonly #queue = new PQueue({ concurrency: 4, interval: 1000, intervalCap: PER_SECOND });
  readonly #options: ProgressOptions;
  readonly #timers: Timers;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#timers = options.timers ?? globalThis;
  }

  /** Takes a fact of the journal. */
  readonly see = (fact: Fact): void => {
    if (fact.type === "lost") return this.#lose(fact.sessionKey);
    if (!("row" in fact) || fact.row === undefined || !("sessionKey" in fact)) return;
    const messageId = messageOf(fact);
    if (messageId !== undefined) this.#add(fact.row, { ...fact, messageId });
    const wish = wishAfter(fact);
    if (wish !== undefined) this.#signs.get(fact.row)?.show(wish);
    if (wish === "nothing") this.#signs.delete(fact.row);
  };

  /** Resolves when nothing is being put or taken away any more, after this time in ms at the latest. */
  async settled(withinMs: number): Promise<void> {
    await inTime(this.#queue.onIdle(), undefined, withinMs, this.#timers);
  }

  #add(row: number, about: { account: string; sessionKey: string; messageId: string }): void {
    if (this.#signs.has(row)) return;
    const { waiting, running, afterMs, ...how } = this.#options;
    const signing = { ...how, emojis: { waiting, running, nothing: false as const }, queue: this.#queue };
    const sign = new Sign(about, signing);
    this.#signs.set(row, sign);
    this.#timers.setTimeout(() => sign.begin(), afterMs);
  }

  #lose(sessionKey: string): void {
    for (const [row, sign] of this.#signs) {
      if (sign.sessionKey !== sessionKey) continue;
      sign.show("nothing");
      this.#signs.delete(row);
    }
  }
}
