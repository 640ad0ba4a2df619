import type { AsyncResource } from "node:async_hooks";
import type { Dispatch, Handler, Outcome } from "../contract.ts";
import type { RunningTurn } from "./turn.ts";
import type { Work } from "./work.ts";

/** What a finished work was known as, and the identity by which a later dispatch of it was recognised. */
export interface Recognised {
  readonly work: string;
  readonly by: string;
}

/** How a dispatch ends: with an outcome, or with the handler's error. */
export type Ending =
  | { readonly outcome: Outcome<unknown>; readonly recognised?: Recognised | undefined }
  | { readonly error: unknown };

/** When and from where a dispatch came. */
export interface Arrival {
  readonly at: number;
  /** The running turn in whose async context the dispatch was made. */
  readonly inside: RunningTurn | undefined;
}

/** The two ends of the promise that whoever made a dispatch is holding. */
export interface Promised {
  resolve(outcome: Outcome<unknown>): void;
  reject(error: unknown): void;
}

/** One dispatch, and whoever made it: it follows its own signal, and is told the ending once. */
export class Caller {
  readonly dispatch: Dispatch;
  readonly handler: Handler<unknown>;
  /** Counts dispatches, from 1; two may arrive in one ms. 0: it has not entered yet. */
  number = 0;
  readonly arrivedAt: number;
  inside: RunningTurn | undefined;
  /** The work it waits for. */
  work: Work | undefined = undefined;
  /** The turn it leads. */
  turn: RunningTurn | undefined = undefined;
  ended = false;
  /**
   * The async context of a dispatch that has to wait. Its turn is started by the end of another one; without this its
   * AsyncLocalStorage values (a trace, a request) would be those of a stranger.
   */
  context: AsyncResource | undefined = undefined;
  #promised: Promised;
  #aborted = false;
  #unfollow: (() => void) | undefined = undefined;

  constructor(dispatch: Dispatch, handler: Handler<unknown>, promised: Promised, arrival: Arrival) {
    this.dispatch = dispatch;
    this.handler = handler;
    this.arrivedAt = arrival.at;
    this.inside = arrival.inside;
    this.#promised = promised;
  }

  /** Becomes one of those who wait for the work, and so does the turn around it. */
  waitFor(work: Work): void {
    this.work = work;
    this.inside?.waitFor(this);
  }

  /**
   * Follows its own signal until it ends: gives up while it waits, and stops its turn once it has one.
   *
   * @throws whatever the signal throws, which may be of anybody's making: call it before the caller can be found
   */
  follow(giveUp: (caller: Caller) => void): void {
    const { signal } = this.dispatch;
    if (!signal || signal.aborted) return;
    const onAbort = () => {
      this.#aborted = true;
      if (this.turn) this.turn.abort(signal.reason);
      else if (this.number > 0) giveUp(this);
    };
    signal.addEventListener("abort", onAbort, { once: true });
    this.#unfollow = () => signal.removeEventListener("abort", onAbort);
  }

  /** Whether whoever made the dispatch wants it no more. */
  get gaveUp(): boolean {
    try {
      return this.#aborted || this.dispatch.signal?.aborted === true;
    } catch {
      return false;
    }
  }

  /**
   * Settles the promise, and lets go of where the dispatch came from, or turns that each dispatch the next one would
   * all be kept.
   */
  end(ending: Ending): void {
    this.ended = true;
    this.#stopFollowing();
    this.inside?.waitNoMore(this);
    this.inside = undefined;
    this.context = undefined;
    if ("error" in ending) this.#promised.reject(ending.error);
    else this.#promised.resolve(ending.outcome);
  }

  /** A signal that cannot be left must not keep anything from ending. */
  #stopFollowing(): void {
    try {
      this.#unfollow?.();
    } catch {
      // Its listener stays, and finds that the caller has ended.
    }
  }
}
