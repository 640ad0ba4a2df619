import { setImmediate } from "node:timers";
import type { InboxError } from "../errors.ts";
import type { InboxHealth } from "../inbox.ts";
import { closedError, isFault } from "./faults.ts";
import type { Timers } from "./options.ts";

/** Done inside the transaction; what it returns is done once that transaction is committed. */
export type Write = () => () => void;

export interface GroupCommitOptions {
  readonly file: string;
  /** Does the whole batch in one transaction and commits it, or undoes it and throws an `InboxError`. */
  readonly transact: (batch: readonly Write[]) => void;
  /** Writes something small: tells whether the fault is over when there is nothing else to write. */
  readonly probe: () => void;
  readonly onHealth: (health: InboxHealth) => void;
  readonly timers: Timers;
  readonly now: () => number;
  /** While a fault lasts: how often to try again. */
  readonly retryMs: number;
}

interface Job {
  readonly write: Write;
  readonly reject: (error: unknown) => void;
  /** Waits for the end of a fault instead of being rejected by it. */
  readonly isKept: boolean;
}

/** Keeps one commit short, so that the event loop gets its turn. */
const MAX_JOBS = 1000;

/**
 * Everything that was asked for in one tick of the event loop is one transaction, committed at the end of the
 * tick: many claims pay for one flush of the disk, and the promise of each resolves after that flush.
 *
 * Completions are not held back for a claim to ride on. They share the commit of whatever else came in the
 * same tick, and have one of their own when nothing did, so that a crash can rerun no turn but those that
 * ended in the last tick.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  #queue: Job[] = [];
  #isScheduled = false;
  #fault: { readonly since: number; readonly error: InboxError } | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  health(): InboxHealth {
    return this.#fault === undefined ? { ok: true } : { ok: false, ...this.#fault };
  }

  /** @param isKept whether the work waits for the end of a fault instead of being rejected by it */
  submit<T>(work: () => T, isKept: boolean): Promise<T> {
    const promise = new Promise<T>((resolve, reject) => {
      const write = () => {
        const value = work();
        return () => resolve(value);
      };
      this.#queue.push({ write, reject, isKept });
    });
    // Whoever ignores the promise must not have the process ended by it.
    promise.catch(() => {});
    this.#schedule();
    return promise;
  }

  /** Commits what waits. What a fault keeps from being written is rejected, and so is the promise. */
  async close(): Promise<void> {
    while (this.#queue.length > 0 && this.#flush()) {}
    this.#options.timers.clearTimeout(this.#retry);
    const lost = this.#queue.splice(0);
    const cause = this.#fault?.error;
    for (const job of lost) job.reject(closedError(this.#options.file, cause));
    if (lost.length > 0) throw cause;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      if (this.#flush() && this.#queue.length > 0) this.#schedule();
    });
  }

  /** @returns whether it could be written */
  #flush(): boolean {
    const jobs = this.#queue.splice(0, MAX_JOBS);
    if (jobs.length === 0) return true;
    try {
      this.#options.transact(jobs.map((job) => job.write));
    } catch (error) {
      if (isFault(error)) this.#failed(jobs, error);
      else for (const job of jobs) job.reject(error);
      return !isFault(error);
    }
    this.#worked();
    return true;
  }

  #failed(jobs: readonly Job[], error: InboxError): void {
    const waiting = [...jobs, ...this.#queue];
    for (const job of waiting) if (!job.isKept) job.reject(error);
    this.#queue = waiting.filter((job) => job.isKept);
    const isNews = this.#fault?.error.code !== error.code;
    this.#fault = { since: this.#fault?.since ?? this.#options.now(), error };
    this.#tryAgain();
    if (isNews) this.#options.onHealth(this.health());
  }

  #tryAgain(): void {
    const { timers, probe, retryMs } = this.#options;
    timers.clearTimeout(this.#retry);
    this.#retry = timers.setTimeout(() => void this.submit(probe, false), retryMs).unref();
  }

  #worked(): void {
    if (this.#fault === undefined) return;
    this.#fault = undefined;
    this.#options.timers.clearTimeout(this.#retry);
    this.#options.onHealth(this.health());
  }
}
