import type { Listener } from "../journal.ts";
import type { Counts } from "./counters.ts";
import type { Quantiles } from "./durations.ts";
import type { Message } from "./message.ts";
import type { NotRun } from "./not-run.ts";
import type { OpenSession } from "./open-messages.ts";
import type { Minute } from "./pace.ts";
import {
  type Paging,
  page,
  type SessionView,
  sessionView,
  type WaitingView,
  waitingIn,
} from "./session-view.ts";
import { type Limits, State } from "./state.ts";

/** What is now, in numbers, and what has been since the gateway runs. */
export interface Totals extends Counts {
  readonly running: number;
  readonly waiting: number;
  readonly sessions: number;
  /** Since when the message waits that has waited longest, in ms since the epoch. */
  readonly oldestWaitingSince: number | undefined;
  /** In ms: from the event to the start of its turn, from there to the end, and from the event to the answer to Feishu. */
  readonly waits: Quantiles;
  readonly runs: Quantiles;
  readonly acknowledgements: Quantiles;
}

/** Which sessions, and which part of their list. */
export interface SessionPaging extends Paging {
  /** Only those of which this holds. @default all */
  readonly holds?: (session: OpenSession) => boolean;
}

/**
 * What the facts of a journal come to: what runs, what waits and why, what was not run and why, and the ways of the
 * messages that were over last. All of it is bounded. What it gives away is not to be changed.
 *
 * ```ts
 * const view = new JournalView();
 * journal.subscribe(view.hear);
 * for (const { key, why } of view.sessions({ limit: 20 })) console.log(key, why?.code);
 * ```
 */
export class JournalView {
  readonly #state: State;

  constructor(limits: Limits = {}) {
    this.#state = new State(limits);
  }

  /** To subscribe with. */
  readonly hear: Listener = (fact) => this.#state.hear(fact);

  get totals(): Totals {
    const { counters, open, pace, unknown } = this.#state;
    return {
      ...counters.counts,
      running: open.size - open.waiting,
      waiting: open.waiting + unknown,
      sessions: open.sessions.size,
      oldestWaitingSince: open.oldestWaiting?.receivedAt,
      waits: pace.waits.quantiles,
      runs: pace.runs.quantiles,
      acknowledgements: pace.acknowledgements.quantiles,
    };
  }

  /** The last 60 minutes, the oldest first; without those in which nothing happened. */
  get minutes(): Minute[] {
    return this.#state.pace.minutes;
  }

  /** Sessions that have something running or waiting, the one that has been busy longest first. */
  sessions({ holds = () => true, ...paging }: SessionPaging = {}): SessionView[] {
    return page(this.#state.open.sessions.values(), { ...paging, holds }).map(sessionView);
  }

  /** One of those. */
  session(key: string): SessionView | undefined {
    const found = this.#state.open.sessions.get(key);
    return found && sessionView(found);
  }

  /** What waits in a session, in the order in which it will run. */
  waiting(key: string, paging: Paging = {}): WaitingView[] {
    const found = this.#state.open.sessions.get(key);
    return found ? page(waitingIn(found), paging) : [];
  }

  /** What was not run, the newest first. */
  notRun({ skip = 0, limit = 50 }: Paging = {}): NotRun[] {
    return this.#state.notRun.newest(limit, skip);
  }

  /** Messages that are over, the newest first. */
  recent({ skip = 0, limit = 50 }: Paging = {}): Message[] {
    return this.#state.recent.newest(limit, skip);
  }

  /** The message of a row, with what happened to it, while it is open or among those that were over last. */
  message(row: number): Message | undefined {
    return this.#state.find(row);
  }
}
