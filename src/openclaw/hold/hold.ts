import type { Note } from "../../journal/journal.ts";
import type { Ending } from "../host/endings.ts";
import type { HandledDispatch, ReplyDispatchContext, ReplyDispatchEvent } from "../host/host.ts";
import type { InboundMessage } from "./inbound-message.ts";

/** What the hook tells the host: nothing (go on), or that the message is dealt with. */
export type HookResult = HandledDispatch | undefined;

/**
 * `waiting` in the engine's queue; `passed` to the host before its turn; `refused` with a notice; `taken` from the
 * host, to be dispatched by the plugin itself; `running`.
 */
export type HoldState = "waiting" | "passed" | "refused" | "taken" | "running" | "over";

/** How a turn ended: as the host reported, or `letGo` without a report. */
export type TurnEnding = Ending | "letGo";

/**
 * One message between its arrival in `reply_dispatch` and the end of its turn.
 *
 * It waits in the engine's queue of its session. The hook's promise resolves when the host may go on: when the
 * turn starts, or earlier when the wait has become too long. Then the message keeps its place in the queue, so
 * that whatever comes later still waits for it.
 */
export class Hold {
  readonly arrival: InboundMessage;
  readonly event: ReplyDispatchEvent;
  readonly context: ReplyDispatchContext;
  /** How many messages had come to its session by then. */
  readonly arrivals: number;
  /** When it arrived, and when its turn started, by the plugin's clock. */
  readonly arrivedAt: number;
  startedAt: number | undefined;
  state: HoldState = "waiting";
  /** Takes it out of the engine's queue. */
  readonly withdraw = new AbortController();
  /** What the hook returns. */
  readonly answer: Promise<HookResult>;
  /** Lets the host go on, or tells it that nothing is left to do. Only the first reply counts. */
  readonly reply: (result: HookResult) => void;
  /** The host is through with it and has not run it: the plugin dispatches it when its turn comes. */
  again = false;
  /** It has its turn, and the host does not know it yet. */
  isStarting = false;
  /** The host has reported it, and its session is not free all the same. */
  isLingering = false;
  /** By which facts name it, and how they are told. */
  row = 0;
  note: Note = () => {};
  /** How its turn has ended. */
  ending: TurnEnding | undefined;
  /** Another plugin may have it, for all that is known. */
  claimable = true;
  #turn = Promise.withResolvers<TurnEnding>();
  #cleanups: Array<() => void> = [];

  constructor(
    arrival: InboundMessage,
    event: ReplyDispatchEvent,
    context: ReplyDispatchContext,
    { arrivedAt, arrivals }: { arrivedAt: number; arrivals: number },
  ) {
    this.arrival = arrival;
    this.event = event;
    this.context = context;
    this.arrivedAt = arrivedAt;
    this.arrivals = arrivals;
    ({ promise: this.answer, resolve: this.reply } = Promise.withResolvers<HookResult>());
  }

  /** Resolves when the host has finished the message, or its session was let go. */
  get ended(): Promise<TurnEnding> {
    return this.#turn.promise;
  }

  /** The turn is over. Only the first ending counts. */
  end(ending: TurnEnding): void {
    this.#turn.resolve(ending);
  }

  /** Its turn goes on with another dispatch, which will end in its own way. */
  renew(): void {
    this.#turn = Promise.withResolvers<TurnEnding>();
  }

  /** Something to undo when it leaves its present state. */
  onLeave(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  /** Undoes what its present state has set up: timers and listeners. */
  leave(): void {
    for (const cleanup of this.#cleanups.splice(0)) cleanup();
  }
}
