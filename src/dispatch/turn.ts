import type { Turn } from "./contract.ts";
import type { Caller, Work } from "./work.ts";

/** One run of a handler, from its start until its session may go on. */
export class RunningTurn {
  readonly work: Work;
  readonly startedAt: number;
  /** The session this turn may touch; undefined for a bypass command, which holds none. */
  readonly session: string | undefined;
  /** The turn in whose async context it was dispatched, as long as that one runs. */
  parent: RunningTurn | undefined;
  /** Turns that run inside this one. They share its hold of the session and its abort. */
  children: Set<RunningTurn> | undefined;
  /** Dispatches made in this turn that have not ended: what it waits for, as far as anyone can know. */
  waits: Set<Caller> | undefined;
  /** False once the handler has returned or thrown. */
  live = true;
  hung = false;
  readonly #caller: Caller;
  #controller: AbortController | undefined;
  #reason: { value: unknown } | undefined;
  #childless: (() => void) | undefined;

  constructor(work: Work, caller: Caller, session: string | undefined, startedAt: number) {
    this.work = work;
    this.#caller = caller;
    this.session = session;
    this.startedAt = startedAt;
    this.parent = caller.inside;
  }

  get caller(): Caller {
    return this.#caller;
  }

  /** What the handler sees. The signal is made when first asked for: most handlers never look at it. */
  view(): Turn {
    const signal = () => this.#signal();
    return {
      dispatch: this.#caller.dispatch,
      get signal() {
        return signal();
      },
    };
  }

  abort(reason: unknown): void {
    if (this.#reason) return;
    this.#reason = { value: reason };
    this.#controller?.abort(reason);
    for (const child of this.children ?? []) child.abort(reason);
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

  #signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason && !this.#controller.signal.aborted) this.#controller.abort(this.#reason.value);
    return this.#controller.signal;
  }
}
