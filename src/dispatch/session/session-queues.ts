import PQueue from "p-queue";
import type { ResolvedOptions } from "../options.ts";
import type { RunningTurn } from "../turn/turn.ts";
import type { Work } from "../turn/work.ts";
import { WaitingLine } from "./waiting-line.ts";

/** Runs the work, calls `release` as soon as the session may go on, and resolves after that. */
export type RunInSession = (work: Work) => Promise<void>;

interface Session {
  readonly key: string;
  readonly line: WaitingLine;
  running: Work | undefined;
  /** The end of the turn that found the session free. */
  first: Promise<void> | undefined;
  /** Made for the first that has to wait: making one costs more than the rest of a turn. */
  queue: PQueue | undefined;
  /** Looks at the line again before its reorder window is over. */
  wake: (() => void) | undefined;
}

/**
 * One turn at a time for each session: the sessions that have one, in a plain map, dropped when idle.
 *
 * Never in an LRU or with a TTL: a busy session would get a second queue, and with it a second turn (458 of 1,000
 * turns overlapped). A turn that finds its session free needs no p-queue yet. Which one takes the session next is up
 * to the waiting line, so that turns can be reordered and withdrawn.
 */
export class SessionQueues {
  readonly #sessions = new Map<string, Session>();
  readonly #run: RunInSession;
  readonly #options: ResolvedOptions;

  constructor(options: ResolvedOptions, run: RunInSession) {
    this.#options = options;
    this.#run = run;
  }

  get size(): number {
    return this.#sessions.size;
  }

  [Symbol.iterator](): Iterator<Readonly<Pick<Session, "key" | "running" | "line">>> {
    return this.#sessions.values();
  }

  /** Queues the work. When the session is free it starts before this returns. */
  add(work: Work): void {
    const open = this.#sessions.get(work.sessionKey);
    const session = open ?? this.#open(work.sessionKey);
    session.line.add(work);
    if (open) session.wake?.();
    else session.running = session.line.take();
    if (session.running === work) session.first = this.#run(work);
    else session.queue ??= this.#queueOf(session);
  }

  /** Takes waiting work out again. */
  withdraw(work: Work): void {
    const session = this.#sessions.get(work.sessionKey);
    session?.line.remove(work);
    session?.wake?.();
    if (session) this.#dropIfIdle(session);
  }

  /** Takes all waiting work of a session out. */
  clear(key: string): Work[] {
    const session = this.#sessions.get(key);
    const works = session?.line.clear() ?? [];
    session?.wake?.();
    if (session) this.#dropIfIdle(session);
    return works;
  }

  /** The session of a turn may go on. */
  release(turn: RunningTurn): void {
    const session = this.#sessions.get(turn.work.sessionKey);
    if (session?.running?.turn !== turn) return;
    session.running = undefined;
    this.#dropIfIdle(session);
  }

  holder(key: string): RunningTurn | undefined {
    return this.#sessions.get(key)?.running?.turn;
  }

  /** Would one more turn have to wait behind `maxQueued` others? */
  isFull(key: string): boolean {
    const session = this.#sessions.get(key);
    return session !== undefined && session.line.length >= this.#options.maxQueued;
  }

  /** Does a turn wait that nothing passes? */
  hasBarrier(key: string): boolean {
    for (const { kind } of this.#sessions.get(key)?.line ?? []) if (kind !== "ordinary") return true;
    return false;
  }

  #open(key: string): Session {
    const line = new WaitingLine(this.#options.reorderWindowMs, this.#options.now);
    const session = { key, line, running: undefined, first: undefined, queue: undefined, wake: undefined };
    this.#sessions.set(key, session);
    return session;
  }

  #queueOf(session: Session): PQueue {
    // p-queue 9.3.5: 10.0.0 took 1.9 times the CPU time for a job and 2.0 times for a new queue, in one run.
    const queue = new PQueue({ concurrency: 1 });
    void queue.add(() => this.#serve(session));
    return queue;
  }

  /**
   * The one job of the session's queue, which drains the line: the queue is a latch. A job for each turn took 1.5 to
   * 1.9 times the engine's whole CPU time (one at a time, ten per session, a burst; one run, idle queues used again).
   */
  async #serve(session: Session): Promise<void> {
    await session.first;
    while (session.line.length > 0) {
      session.running = session.line.take();
      if (session.running) await this.#run(session.running);
      else await this.#windowOpens(session);
    }
  }

  #windowOpens(session: Session): Promise<void> {
    const { timers } = this.#options;
    return new Promise((resolve) => {
      session.wake = () => {
        timers.clearTimeout(timer);
        session.wake = undefined;
        resolve();
      };
      const timer = timers.setTimeout(session.wake, session.line.opensIn());
    });
  }

  #dropIfIdle(session: Session): void {
    if (session.running || session.line.length > 0) return;
    if (this.#sessions.get(session.key) !== session) return;
    this.#sessions.delete(session.key);
  }
}
