import PQueue from "p-queue";
import { inTime, type Timers } from "../../delays.ts";
import { isBegin } from "../../journal/begin.ts";
import type { Fact } from "../../journal/facts.ts";
import { follow, type Sink } from "../../journal/follow/follow.ts";
import { type OpenTurn, OpenTurns, type Over } from "../../journal/follow/open-turns.ts";
import type { Listener } from "../../journal/journal.ts";
import { Sign, type Signing } from "./sign.ts";

/** Which reactions to put on messages, and when. */
export interface ProgressConfig {
  /** On a message that waits, by Feishu's name of the emoji; `false` for none. */
  readonly waiting: string | false;
  /** On a message whose turn runs. */
  readonly running: string | false;
}

export interface ProgressOptions extends ProgressConfig, Omit<Signing, "queue" | "emojis" | "timers"> {
  readonly timers?: Timers;
}

/** Feishu takes 50 requests a second from an app, and the answers come first. */
const PER_SECOND = 20;

/** Lets people see which of their messages wait and which are being answered, by a reaction of the bot. */
export class Progress implements Sink {
  /** Takes a fact of the journal. */
  readonly see: Listener = follow(new OpenTurns(), [this]);
  readonly #signs = new Map<number, Sign>();
  readonly #queue = new PQueue({ concurrency: 4, interval: 1000, intervalCap: PER_SECOND });
  readonly #options: ProgressOptions;
  readonly #timers: Timers;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#timers = options.timers ?? globalThis;
  }

  hear(fact: Fact, turn: OpenTurn | undefined): void {
    if (turn && isBegin(fact)) this.#add(turn);
    if (turn && fact.type === "waiting") this.#signs.get(turn.row)?.show("waiting");
    if (turn && fact.type === "started") this.#signs.get(turn.row)?.show("running");
  }

  over({ turn: { row } }: Over): void {
    this.#signs.get(row)?.end();
    this.#signs.delete(row);
  }

  /** Puts nothing more; resolves when nothing is being put or taken away, after this time in ms at the latest. */
  async close(withinMs: number): Promise<void> {
    for (const sign of this.#signs.values()) sign.leave();
    await inTime(this.#queue.onIdle(), undefined, withinMs, this.#timers);
  }

  #add({ row, account, messageId }: OpenTurn): void {
    if (messageId === undefined || this.#signs.has(row)) return;
    const { waiting, running, ...how } = this.#options;
    const emojis = { waiting, running, nothing: false } as const;
    const signing = { ...how, emojis, queue: this.#queue, timers: this.#timers };
    this.#signs.set(row, new Sign({ account, messageId }, signing));
  }
}
