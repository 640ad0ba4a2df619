import type { CancelReason, DispatchStats } from "../contract.ts";
import type { Caller, Ending } from "../turn/caller.ts";
import { publishEnding } from "./telemetry.ts";

/** Sees to it that every dispatch ends exactly once, and that the counters say so. */
export class Ledger {
  dispatched = 0;
  running = 0;
  waiting = 0;
  readonly outcomes: Record<keyof DispatchStats["outcomes"], number> = {
    completed: 0,
    joined: 0,
    duplicate: 0,
    expired: 0,
    overflow: 0,
    cancelled: 0,
    failed: 0,
  };
  #idle: Array<() => void> = [];

  /** @returns the number of the dispatch, from 1 */
  open(): number {
    this.waiting++;
    return ++this.dispatched;
  }

  start(): void {
    this.waiting--;
    this.running++;
  }

  /** Ends the caller, unless it has ended already. */
  end(caller: Caller, ending: Ending): void {
    if (caller.ended) return;
    if (caller.turn) this.running--;
    else this.waiting--;
    this.outcomes["error" in ending ? "failed" : ending.outcome.status]++;
    publishEnding(caller, ending);
    caller.end(ending);
    if (this.isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Ends a caller whose work will not be done, or that no longer waits for it. */
  cancel(caller: Caller, reason: CancelReason): void {
    this.end(caller, { outcome: { status: "cancelled", reason } });
  }

  get isIdle(): boolean {
    return this.running + this.waiting === 0;
  }

  /** Resolves when no dispatch is open. */
  onIdle(): Promise<void> {
    if (this.isIdle) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }
}
