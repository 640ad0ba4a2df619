import { AsyncResource } from "node:async_hooks";
import type { CommandKind } from "../commands.ts";
import type { Dispatch, Handler, Outcome } from "../contract.ts";
import type { RunningTurn } from "./turn.ts";

/** How a dispatch ends: with an outcome, or with the handler's error. */
export type Ending = { readonly outcome: Outcome<unknown> } | { readonly error: unknown };

/** One dispatch, and the promise that whoever made it is holding. */
export class Caller {
  readonly dispatch: Dispatch;
  readonly handler: Handler<unknown>;
  /** Counts dispatches; two may arrive in one ms. */
  readonly number: number;
  readonly arrivedAt: number;
  /** The running turn in whose async context the dispatch was made. */
  inside: RunningTurn | undefined;
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly reject: (error: unknown) => void;
  /** The work it waits for. */
  work: Work | undefined;
  /** The turn it leads. */
  turn: RunningTurn | undefined;
  ended = false;
  stopListening: (() => void) | undefined;
  #context: AsyncResource | undefined;

  constructor(
    dispatch: Dispatch,
    handler: Handler<unknown>,
    resolve: (outcome: Outcome<unknown>) => void,
    reject: (error: unknown) => void,
    arrival: { number: number; at: number; inside: RunningTurn | undefined },
  ) {
    this.dispatch = dispatch;
    this.handler = handler;
    this.number = arrival.number;
    this.arrivedAt = arrival.at;
    this.inside = arrival.inside;
    this.resolve = resolve;
    this.reject = reject;
  }

  /**
   * Keeps the async context of the dispatch for later. A turn that has to wait is started by the end of another
   * one; without this its AsyncLocalStorage values (a trace, a request) would be those of a stranger.
   */
  keepContext(): void {
    this.#context = new AsyncResource("feishu-dispatch-dedup");
  }

  /** Calls back in the async context of the dispatch. */
  enter<A, R>(callback: (argument: A) => R, argument: A): R {
    return this.#context ? this.#context.runInAsyncScope(callback, undefined, argument) : callback(argument);
  }

  /** Lets go of where the dispatch came from, or turns that each dispatch the next one would all be kept. */
  forget(): void {
    this.inside = undefined;
    this.#context = undefined;
  }
}

/** What has to be done once: all its identities, and everybody who asked for it. The first caller leads. */
export class Work {
  /** The dispatch that brought it, which may have left since: its session and its place in the line. */
  readonly origin: Caller;
  ids: readonly string[] = [];
  readonly callers: Caller[];
  kind: CommandKind;
  /** Works that turned out to be this one after both had started, itself among them. */
  twins: ReadonlySet<Work> | undefined;
  /** Set when it starts. From then on it cannot be withdrawn. */
  turn: RunningTurn | undefined;
  /** Its neighbours in the waiting line. */
  ahead: Work | undefined;
  behind: Work | undefined;

  constructor(origin: Caller, kind: CommandKind) {
    this.origin = origin;
    this.kind = kind;
    this.callers = [origin];
    this.#follow(origin);
  }

  get sessionKey(): string {
    return this.origin.dispatch.sessionKey;
  }

  add(caller: Caller): void {
    this.callers.push(caller);
    this.#follow(caller);
  }

  remove(caller: Caller): void {
    const at = this.callers.indexOf(caller);
    if (at >= 0) this.callers.splice(at, 1);
  }

  #follow(caller: Caller): void {
    caller.work = this;
    if (!caller.inside) return;
    caller.inside.waits ??= new Set();
    caller.inside.waits.add(caller);
  }
}
