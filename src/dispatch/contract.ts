/**
 * The words of the engine.
 *
 * A *dispatch* is one attempt to have a message handled. It carries *identities*: strings that each name the
 * work behind it. Two dispatches that share any identity are the same work, directly or through a chain, and
 * the work is done once: the first dispatch leads and runs its handler as a *turn*, the others join and get
 * the same value. Turns that share a *session key* run one at a time, in order of arrival.
 */
export interface Dispatch {
  /** Every identity of the work, at least one. Order does not matter. */
  readonly ids: readonly string[];
  /** What the turn reads and writes; one turn at a time for each. */
  readonly sessionKey: string;
  /** Where the dispatch came from. Shown to operators, never part of an identity. */
  readonly lane?: string;
  /** The message's text, read by the command policy only. */
  readonly text?: string;
  /** When the message was written, in ms since the epoch, by the sender's clock. */
  readonly createdAt?: number;
  /**
   * When it was accepted, in ms since the epoch, if it has waited somewhere since: `maxAgeMs` is judged as of then.
   * @default when the engine is called
   */
  readonly acceptedAt?: number;
  /** Who wrote it, for `Turn.nextMessage`: the same name for the same person. */
  readonly sender?: string;
  /** Gives up waiting (`cancelled: aborted`); once the turn runs, it aborts the turn's signal instead. */
  readonly signal?: AbortSignal;
}

/** What a handler gets: the dispatch that leads, and a signal that aborts when the turn should stop. */
export interface Turn {
  readonly dispatch: Dispatch;
  /** Aborted by the dispatch's own signal, `cancel()`, an interrupting command, `turnTimeoutMs` or `close()`. */
  readonly signal: AbortSignal;
  /**
   * Asks the user: resolves with the next ordinary message of the dispatch's `sender`, or of somebody else who is named,
   * in its session, which comes here at once and gets no turn of its own. Its dispatch waits for this turn and ends as `joined`.
   *
   * Next is what arrives from now on: what waits already was written before the question. Commands keep their meaning,
   * and nothing passes a barrier that waits. Of several questions the oldest is answered first. The session stays
   * held, and `turnTimeoutMs` goes on.
   *
   * @throws {TurnStopped} `ERR_TURN_ENDED`, `ERR_TURN_STOPPED` (the user said stop), `ERR_TURN_INTERRUPTED`,
   * `ERR_TURN_TIMEOUT`, `ERR_CLOSED`: the question is closed
   * @throws {UsageError} `ERR_NO_SENDER` when neither says a sender, `ERR_INVALID_OPTION`
   *
   * @example
   * import type { Turn } from "feishu-dispatch-dedup";
   *
   * export async function remove(turn: Turn, say: (text: string) => Promise<void>) {
   *   await say("Delete all of it?");
   *   const { text } = await turn.nextMessage({ signal: AbortSignal.timeout(600_000) });
   *   return text === "yes";
   * }
   */
  nextMessage(options?: NextMessageOptions): Promise<Dispatch>;
}

/** Whom a turn asks, and for how long. */
export interface NextMessageOptions {
  /** Who is to answer. @default the dispatch's `sender` */
  sender?: string;
  /** Gives up asking: the promise rejects with its reason, as with that of the turn's signal. @default it does not */
  signal?: AbortSignal;
}

/** The work itself. What it returns is the value of every dispatch of the same work. */
export type Handler<T> = (turn: Turn) => T | Promise<T>;

/** Why a dispatch ended without its work being done. */
export type CancelReason = "interrupted" | "aborted" | "closed" | "recalled";

/** How a dispatch ended. When the handler throws, the promise rejects with that same error instead. */
export type Outcome<T> =
  /** This dispatch ran the handler. */
  | { readonly status: "completed"; readonly value: T; readonly waitedMs: number; readonly ranMs: number }
  /** The same work ran for another dispatch, or this one answered the question of a turn; the value of that work. */
  | { readonly status: "joined"; readonly value: T }
  /** The work had finished before. */
  | { readonly status: "duplicate" }
  /** Older than `maxAgeMs` on arrival. */
  | { readonly status: "expired" }
  /** `maxQueued` turns are waiting in the session already. */
  | { readonly status: "overflow" }
  /** It gave up, an operator or an interrupting command dropped it, its message was recalled, or the engine was closed. */
  | { readonly status: "cancelled"; readonly reason: CancelReason };

/** Counters. `dispatched` = the sum of `outcomes` + `running` + `waiting`, at any moment. */
export interface DispatchStats {
  /** Dispatches that the engine was called with so far. */
  readonly dispatched: number;
  readonly outcomes: Readonly<Record<Outcome<unknown>["status"] | "failed", number>>;
  /** Dispatches whose handler runs right now. */
  readonly running: number;
  /** Dispatches that wait: for their session, for the reorder window, or for the turn they joined. */
  readonly waiting: number;
  /** Sessions with a queue right now; 0 when idle. */
  readonly sessions: number;
  /** Identities remembered as finished. */
  readonly settled: number;
  /** Turns that have outrun `turnTimeoutMs` so far. */
  readonly hung: number;
}

/** One turn as an operator sees it. Carries no message text. */
export interface TurnSnapshot {
  readonly ids: readonly string[];
  /** Where its dispatch came from, if it said so. */
  readonly lane?: string;
  /** Since when it runs or waits, in ms since the epoch, by the engine's clock. */
  readonly since: number;
}

/** What runs and what waits in one session. */
export interface SessionSnapshot {
  readonly key: string;
  /** The turn that holds the session; `hung` once it has outrun `turnTimeoutMs`. */
  readonly running?: TurnSnapshot & { readonly hung: boolean };
  /** In the order they will start; `place` counts from 1. */
  readonly waiting: ReadonlyArray<TurnSnapshot & { readonly place: number }>;
}
