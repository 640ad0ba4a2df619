import { inTime } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import { GivenUp } from "../../inbox/dead-letter.ts";
import { LastChances } from "../../inbox/last-chances.ts";
import { OpenQuestions } from "./asking/open-questions.ts";
import { Attempts, type Begun, LeftForLater } from "./attempts.ts";
import { isControl } from "./control.ts";
import { Endings } from "./endings.ts";
import type { Entry } from "./entry.ts";
import { heldBy } from "./holds.ts";
import type { Job } from "./job.ts";
import { OpenJobs } from "./open-jobs.ts";
import { Passages } from "./passages.ts";
import { StartRate } from "./start-rate.ts";
import { Trailing } from "./trailing.ts";
import type { Entrance, TurnsOptions } from "./turns-options.ts";

/** How long turns that were told to stop may take to do so, in ms. */
const GRACE_MS = 6000;

/** Takes accepted events through the middleware to the agent, and says in the inbox how they ended. */
export class Turns {
  readonly openJobs = new OpenJobs();
  readonly questions = new OpenQuestions();
  readonly #options: TurnsOptions;
  readonly #closing = new AbortController();
  readonly #attempts: Attempts;
  readonly #endings: Endings;
  readonly #lastChances: LastChances;
  readonly #trailing = new Trailing();
  readonly #startRate = new StartRate();
  readonly #passages: Passages;

  constructor(options: TurnsOptions) {
    this.#options = options;
    const closing = this.#closing.signal;
    this.#attempts = new Attempts({ ...options, closing });
    this.#endings = new Endings({ ...options, closing });
    this.#lastChances = new LastChances(options.retry.maxAttempts);
    const [attempts, endings, trailing] = [this.#attempts, this.#endings, this.#trailing];
    const { openJobs, questions } = this;
    this.#passages = new Passages({ ...options, attempts, endings, trailing, openJobs, questions });
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
    const entry = this.openJobs.add(job, how.isBypass);
    return this.#trailing.run(job, (isOver) => {
      const toEnd = () => this.#runToEnd(entry, isOver, how);
      const { attempts, retryAt } = job;
      return attempts === undefined || how.answering
        ? toEnd()
        : this.#lastChances.run({ attempts, retryAt }, toEnd);
    });
  }

  /**
   * Lets a message in beside the turn that has asked for it; never rejects.
   *
   * @returns undefined when nobody has asked. Resolves when it need not be waited for: as its question has it, or as it
   * has ended; to false when it came too late and has to wait for a turn
   */
  answer(job: Job): Promise<boolean> | undefined {
    const question = this.questions.find(job);
    if (!question) return undefined;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const answering = { question, arrived: () => resolve(true), tooLate: () => resolve(false) };
    void this.run(job, { waitsInside: true, isBypass: true, answering }).then(() => resolve(true));
    return promise;
  }

  /** A message was recalled that may wait in the middleware; it is known by this identity. */
  recall(identity: string): void {
    this.#options.chain.recall?.(identity);
  }

  /** An interrupting command drops a job that still waits in the inbox; never rejects. */
  drop(job: Job): Promise<void> {
    return this.#endings.dropped(job);
  }

  async #runToEnd(entry: Entry, onOver: () => void, how: Entrance): Promise<void> {
    const { job } = entry;
    const { waitsInside, isBypass, answering } = how;
    const turnBack = (reason: TurnStopped) => entry.controller.abort(reason);
    if (answering) answering.question.onItsWay = { job, arrived: answering.arrived, turnBack };
    const isOver = () => {
      entry.isOver = true;
      onOver();
    };
    try {
      if (entry.earlier) await entry.earlier;
      const wait = isBypass ? undefined : this.#startRate.wait();
      if (wait) await wait;
      if (this.isClosing) return job.note({ type: "left", ...heldBy(job) });
      if (waitsInside && !isBypass) job.note({ type: "waiting", why: "order" });
      if (waitsInside) return await this.#passages.enter(entry, { isOver, onLate: answering?.tooLate });
      const begun = await this.#begin(entry);
      if (typeof begun === "number") await this.#passages.enter(entry, { isOver, begun });
      else await this.#endings.handled(job, begun);
    } catch (error) {
      // What cannot go on at the end of the gateway waits for its next start.
      if (error instanceof LeftForLater) return;
      if (this.isClosing && !(error instanceof GivenUp)) return job.note({ type: "left", ...heldBy(job) });
      await this.#endings.failed(entry, error);
    } finally {
      // The engine lets go of a turn that ignores its end; it runs until its handler is done all the same.
      await entry.handling?.catch(() => {});
      this.openJobs.remove(entry);
    }
  }

  /** Begins nothing more. */
  stopBeginning(): void {
    this.#closing.abort();
  }

  /** Begins nothing more, lets what runs finish, and aborts it when that takes longer than this, in ms. */
  async close(timeoutMs: number): Promise<void> {
    this.stopBeginning();
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
}
