import PQueue from "p-queue";
import type { ResolvedOptions } from "./options.ts";
import type { RunningTurn } from "./turn.ts";
import { WaitingLine } from "./waiting-line.ts";
import type { Work } from "./work.ts";

/** Runs the work, calls `release` as soon as the session may go on, and resolves after that. */
export type RunInSession = (work: Work) => Promise<void>;

interface Session {
  readonly key: string;
  readonly queue: PQueue;
  readonly line: WaitingLine;
  /** Jobs in the queue that have not taken a turn from the line yet. */
  jobs: number;
  running: Work | undefined;
  /** Looks at the line again before its reorder window is over. */
  wake: (() => void) | undefined;
}

// Making a p-queue costs about as much as running a job in it (3 to 5 µs), so a few idle ones are kept for the
// next sessions: bursts over 100,000 distinct sessions run 1.5 times as fast. p-queue 9, as 10 costs 1.3 to 1.8 times as much.
const maxSpareQueues = 32;

/**
 * One queue of concurrency 1 for each session, in a plain map, dropped when idle.
 *
 * Never in an LRU or with a TTL: a busy session would get a second queue, and with it a second turn. The
 * p-queue gives out the session; which turn takes it is up to the waiting line, so that turns can be
 * reordered and withdrawn.
 */
export class SessionQueues {
  readonly #sessions = new Map<string, Session>();
  readonly #spare: PQueue[] = [];
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
    const session = this.#sessions.get(work.sessionKey) ?? this.#open(work.sessionKey);
    session.line.add(work, this.#options.now());
    if (session.jobs >= session.line.length) return session.wake?.();
    session.jobs++;
    void session.queue.add(() => this.#serve(session));
    session.wake?.();
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

  #open(key: string): Session {
    const session: Session = {
      key,
      // Its last job may still be on its way out; then the next turn would not start at once.
      queue: this.#spare[0]?.pending === 0 ? (this.#spare.shift() as PQueue) : new PQueue({ concurrency: 1 }),
      line: new WaitingLine(this.#options.reorderWindowMs),
      jobs: 0,
      running: undefined,
      wake: undefined,
    };
    this.#sessions.set(key, session);
    return session;
  }

  #serve(session: Session): Promise<void> {
    session.jobs--;
    return this.#next(session);
  }

  #next(session: Session): Promise<void> {
    const work = session.line.take(this.#options.now());
    if (!work) return session.line.length > 0 ? this.#afterWindow(session) : Promise.resolve();
    session.running = work;
    return this.#run(work);
  }

  async #afterWindow(session: Session): Promise<void> {
    await this.#windowOpens(session);
    await this.#next(session);
  }

  #windowOpens(session: Session): Promise<void> {
    const { timers, now } = this.#options;
    return new Promise((resolve) => {
      session.wake = () => {
        timers.clearTimeout(timer);
        session.wake = undefined;
        resolve();
      };
      const timer = timers.setTimeout(session.wake, session.line.opensIn(now()));
    });
  }

  #dropIfIdle(session: Session): void {
    if (session.running || session.line.length > 0) return;
    if (this.#sessions.get(session.key) !== session) return;
    this.#sessions.delete(session.key);
    if (session.jobs === 0 && this.#spare.length < maxSpareQueues) this.#spare.push(session.queue);
  }
}
