import { following, inTime } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import type { MiddlewareContext } from "../middleware/middleware.ts";
import type { TurnAnswer } from "./answer.ts";
import { answerTo } from "./answering.ts";
import { Attempts, type Begun, GivenUp, LeftForLater } from "./attempts.ts";
import { isControl } from "./control.ts";
import { Endings } from "./endings.ts";
import type { Job } from "./job.ts";
import { type Entry, OpenJobs } from "./open-jobs.ts";
import { isRecalled, RECALLED } from "./recalls.ts";
import { ResumedJobs } from "./resumed-jobs.ts";
import { StartRate } from "./start-rate.ts";
import { Trailing } from "./trailing.ts";
import type { Entrance, TurnsOptions } from "./turns-options.ts";

/** How a job goes through the middleware. */
interface Passage {
  /** Told when its session need not wait for it any more, while replies of it may be still on their way. */
  readonly isOver: () => void;
  /** Its first attempt, if that has begun. */
  readonly begun?: number;
}

/** How long turns that were told to stop may take to do so, in ms. */
const GRACE_MS = 6000;

/** Takes accepted events through the middleware to the agent, and says in the inbox how they ended. */
export class Turns {
  readonly openJobs = new OpenJobs();
  readonly #options: TurnsOptions;
  readonly #closing = new AbortController();
  readonly #attempts: Attempts;
  readonly #endings: Endings;
  readonly #resumed: ResumedJobs;
  readonly #trailing = new Trailing();
  readonly #startRate = new StartRate();

  constructor(options: TurnsOptions) {
    this.#options = options;
    const closing = this.#closing.signal;
    this.#attempts = new Attempts({ ...options, closing });
    this.#endings = new Endings({ ...options, closing });
    this.#resumed = new ResumedJobs(options.retry.maxAttempts);
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Runs one job until its turn is over for its session, while replies of it may be still on their way; never rejects.
   *
   * @param how as what the job is let in
   */
  run(job: Job, how: Entrance = {}): Promise<void> {
    return this.#trailing.run(job, (isOver) => {
      const toEnd = () => this.#runToEnd(job, isOver, how);
      return job.attempts === undefined ? toEnd() : this.#resumed.run(job, toEnd);
    });
  }

  /** A message was recalled that may wait in the middleware; it is known by this identity. */
  recall(identity: string): void {
    this.#options.chain.recall?.(identity);
  }

  /** An interrupting command drops a job that still waits in the inbox; never rejects. */
  drop(job: Job): Promise<void> {
    return this.#endings.dropped(job);
  }

  async #runToEnd(job: Job, onOver: () => void, { waitsInside, isBypass }: Entrance): Promise<void> {
    if (this.isClosing) return;
    const entry = this.openJobs.add(job);
    const isOver = () => {
      entry.isOver = true;
      onOver();
    };
    try {
      const wait = isBypass ? undefined : this.#startRate.wait();
      if (wait) await wait;
      if (this.isClosing) return;
      if (waitsInside) return await this.#enter(entry, { isOver });
      const begun = await this.#begin(entry);
      if (typeof begun === "number") await this.#enter(entry, { isOver, begun });
      else await this.#endings.handled(job, begun);
    } catch (error) {
      // What cannot go on at the end of the gateway waits for its next start.
      if (error instanceof LeftForLater || (this.isClosing && !(error instanceof GivenUp))) return;
      this.#trailing.gaveUp(job);
      await this.#endings.failed(job, error);
    } finally {
      // The engine lets go of a turn that ignores its end; it runs until its handler is done all the same.
      await entry.handling?.catch(() => {});
      this.openJobs.remove(entry);
    }
  }

  /** Begins nothing more, lets what runs finish, and aborts it when that takes longer than this, in ms. */
  async close(timeoutMs: number): Promise<void> {
    this.#closing.abort();
    const endsAt = performance.now() + timeoutMs;
    try {
      await this.#options.chain.close({ timeoutMs });
      await this.#idleWithin(endsAt - performance.now());
    } finally {
      this.openJobs.abortAll(new TurnStopped("ERR_CLOSED", "The gateway ends."));
      await this.#idleWithin(GRACE_MS);
    }
  }

  async #idleWithin(ms: number): Promise<void> {
    if (this.openJobs.size > 0 && ms > 0) await inTime(this.openJobs.onIdle(), undefined, ms, globalThis);
  }

  async #begin(entry: Entry): Promise<Begun> {
    // From here on `/stop` reaches it, wherever it is.
    if (!isControl(entry.job)) entry.startedAt = this.#options.now();
    return this.#attempts.begin(entry.job, entry.job.retryAt, entry.controller.signal);
  }

  async #enter(entry: Entry, { isOver, ...how }: Passage): Promise<void> {
    const { event, account, transport } = entry.job;
    const { signal } = entry.controller;
    const dispatch = this.#trailing.dispatchOf(entry.job);
    const context: MiddlewareContext = { event, account, transport, dispatch, signal };
    entry.isInside = true;
    const passing = this.#options.chain(context, () => {
      const answer = answerTo(entry, { openJobs: this.openJobs, trailing: this.#trailing }, this.#options);
      // The middleware lets go of its signal when the turn is over; what is sent then has ours.
      const either = following(signal, ...(context.signal === signal ? [] : [context.signal]));
      const handling = this.#handle(entry.job, answer, { ...how, signal: either.controller.signal });
      entry.handling = handling.finally(either.release);
      const over = answer.finished.then(() => this.#trailing.room(entry.job)).then(isOver);
      return Promise.race([entry.handling, over]);
    });
    const [passed] = await Promise.allSettled([passing]);
    if (entry.handling) return this.#endings.passed(entry.job, entry.handling, passed);
    if (passed.status === "rejected") throw passed.reason;
    await this.#endings.noTurn(entry, context.outcome);
  }

  /** What the middleware runs as the turn, and the sending behind it. It ends when the inbox knows how it ended. */
  async #handle(job: Job, answer: TurnAnswer, how: Parameters<Attempts["run"]>[2]): Promise<void> {
    const word = await this.#attempts.run(job, answer, how);
    await this.#endings.handled(job, word === "stopped" && isRecalled(how.signal) ? RECALLED : word);
  }
}
