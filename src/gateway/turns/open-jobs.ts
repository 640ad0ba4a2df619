import { TurnStopped } from "../../errors.ts";
import { type Entry, newEntry } from "./entry.ts";
import { sessionLost } from "./holds.ts";
import { cancelledBy, type Job } from "./job.ts";

/** Every job that has not ended, by session: what `/stop` and `/status` look at, and what a shutdown waits for. */
export class OpenJobs {
  readonly #bySession = new Map<string, Set<Entry>>();
  readonly #byRow = new Map<number, Entry>();
  readonly #heldBack = new Map<string, number>();
  #size = 0;
  #idle: Array<() => void> = [];

  get size(): number {
    return this.#size;
  }

  /** In how many sessions something runs or waits. */
  get sessions(): number {
    return this.#bySession.size;
  }

  has(id: number): boolean {
    return this.find(id) !== undefined;
  }

  /** The row's job, unless its session was lost. */
  find(id: number): Entry | undefined {
    const entry = this.#byRow.get(id);
    return entry?.isLost ? undefined : entry;
  }

  add(job: Job, isBypass = false): Entry {
    const entry = newEntry(job, { isBypass, earlier: this.#byRow.get(job.id)?.ended });
    const { sessionKey } = job.dispatch;
    const entries = this.#bySession.get(sessionKey) ?? new Set();
    this.#bySession.set(sessionKey, entries.add(entry));
    this.#byRow.set(job.id, entry);
    this.#size += 1;
    return entry;
  }

  remove(entry: Entry): void {
    const { sessionKey } = entry.job.dispatch;
    const entries = this.#bySession.get(sessionKey);
    entries?.delete(entry);
    if (entries?.size === 0) this.#bySession.delete(sessionKey);
    if (this.#byRow.get(entry.job.id) === entry) this.#byRow.delete(entry.job.id);
    this.#size -= 1;
    entry.end();
    if (this.size > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle = [];
  }

  /** Those of the session that wait, or whose turn is not over. */
  of(sessionKey: string): Entry[] {
    return [...(this.#bySession.get(sessionKey) ?? [])].filter(({ isOver }) => !isOver);
  }

  /** What the session's others wait for. */
  holder(sessionKey: string): Entry | undefined {
    for (const entry of this.#bySession.get(sessionKey) ?? [])
      if (!entry.isOver && !entry.isBypass) return entry;
    return undefined;
  }

  /** So many more of the session wait in the inbox. */
  holdBack(sessionKey: string, count: number): void {
    if (count > 0) this.#heldBack.set(sessionKey, count);
    else this.#heldBack.delete(sessionKey);
  }

  /** How many of the session wait in the inbox. */
  heldBack(sessionKey: string): number {
    return this.#heldBack.get(sessionKey) ?? 0;
  }

  /** Tells every job to stop. */
  abortAll(reason: TurnStopped): void {
    for (const entries of this.#bySession.values())
      for (const { controller } of entries) controller.abort(reason);
  }

  /**
   * The session is not this process's any more: tells all that is open of it to stop.
   *
   * @returns how many jobs that were
   */
  lose(sessionKey: string): number {
    const entries = [...(this.#bySession.get(sessionKey) ?? [])].filter(({ isLost }) => !isLost);
    for (const entry of entries) {
      entry.isLost = true;
      entry.controller.abort(sessionLost());
    }
    return entries.length;
  }

  /**
   * Stops what the session's agent is doing. What waits keeps its place, and what the agent has said is sent: nothing
   * that was written is lost.
   *
   * @param by the command that says so
   * @returns how many turns were stopped
   */
  stop(sessionKey: string, by: Job): number {
    const running = this.of(sessionKey).filter(({ startedAt }) => startedAt !== undefined);
    const reason = new TurnStopped("ERR_TURN_STOPPED", "The user stopped the turn.");
    for (const { controller, job } of running) {
      job.note(cancelledBy("stop", by));
      controller.abort(reason);
    }
    return running.length;
  }

  /** Stops what a command interrupts before the middleware has it; that stops the others. */
  interrupt(sessionKey: string, by: Job): void {
    const reason = new TurnStopped("ERR_TURN_INTERRUPTED", "A command interrupted the turn.");
    for (const { isInside, isBypass, job, controller } of this.of(sessionKey)) {
      if (!isBypass) job.note(cancelledBy("interrupt", by));
      if (!isInside) controller.abort(reason);
    }
  }

  /** Resolves when no job is left. */
  onIdle(): Promise<void> {
    return this.size === 0 ? Promise.resolve() : new Promise((resolve) => void this.#idle.push(resolve));
  }
}
