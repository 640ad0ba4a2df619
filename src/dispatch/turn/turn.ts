import type { Dispatch, Turn } from "../contract.ts";
import type { Caller } from "./caller.ts";
import type { Work } from "./work.ts";

/** One run of a handler, from its start until its session may go on. */
export class RunningTurn {
  readonly work: Work;
  /** Whose handler runs. */
  readonly caller: Caller;
  readonly startedAt: number;
  /** The turns it is a part of; none when it has a place of its own. */
  readonly within: readonly RunningTurn[];
  /** The session it holds, or that the turn around it holds; a bypass command has none. */
  readonly session: string | undefined;
  /** The turn in whose async context it was dispatched, as long as that one runs. */
  parent: RunningTurn | undefined;
  /** Turns that run inside this one. They share its hold of the session and its abort. */
  children: Set<RunningTurn> | undefined = undefined;
  /** Dispatches made in this turn that have not ended: what it waits for, as far as anyone can know. */
  waits: Set<Caller> | undefined = undefined;
  /** False once the handler has returned or thrown. */
  live = true;
  hung = false;
  #controller: AbortController | undefined;
  #reason: { value: unknown } | undefined;
  #childless: (() => void) | undefined;

  constructor(
    work: Work,
    caller: Caller,
    place: { session: string | undefined; within: readonly RunningTurn[] },
    startedAt: number,
  ) {
    this.work = work;
    this.caller = caller;
    this.within = place.within;
    this.session = place.session;
    this.startedAt = startedAt;
    this.parent = caller.inside;
  }

  abort(reason: unknown): void {
    if (this.#reason) return;
    this.#reason = { value: reason };
    this.#controller?.abort(reason);
    for (const child of this.children ?? []) child.abort(reason);
  }

  waitFor(caller: Caller): void {
    this.waits ??= new Set();
    this.waits.add(caller);
  }

  waitNoMore(caller: Caller): void {
    this.waits?.delete(caller);
  }

  adopt(child: RunningTurn): void {
    this.children ??= new Set();
    this.children.add(child);
    if (this.#reason) child.abort(this.#reason.value);
  }

  disown(child: RunningTurn): void {
    this.children?.delete(child);
    if (!this.children?.size) this.#childless?.();
  }

  /** Resolves when the last child has ended; there must be one. */
  childless(): Promise<void> {
    return new Promise((resolve) => {
      this.#childless = resolve;
    });
  }

  /** Made when first asked for: most handlers never look at it. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason && !this.#controller.signal.aborted) this.#controller.abort(this.#reason.value);
    return this.#controller.signal;
  }
}

/** How a turn asks its user. */
export type Ask = (turn: RunningTurn, ...options: Parameters<Turn["nextMessage"]>) => Promise<Dispatch>;

/** What the handler sees of its turn. */
export class TurnView implements Turn {
  readonly dispatch: Dispatch;
  readonly #turn: RunningTurn;
  readonly #ask: Ask;

  constructor(turn: RunningTurn, ask: Ask) {
    this.dispatch = turn.caller.dispatch;
    this.#turn = turn;
    this.#ask = ask;
  }

  /** Made when first asked for, and whole by itself: handlers take their turn apart. */
  get nextMessage(): Turn["nextMessage"] {
    return (options) => this.#ask(this.#turn, options);
  }

  get signal(): AbortSignal {
    return this.#turn.signal;
  }
}
