import { inTime } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import type { Agent } from "../agents/agent.ts";
import type { Composed } from "../middleware/compose.ts";
import type { MiddlewareContext } from "../middleware/middleware.ts";
import { TurnAnswer } from "./answer.ts";
import { Attempts, type AttemptsOptions, type Begun, GivenUp, LeftForLater } from "./attempts.ts";
import { Board, type Entry } from "./board.ts";
import { controlAnswer, isControl, saying } from "./control.ts";
import { Endings, type EndingsOptions } from "./endings.ts";
import type { Job } from "./job.ts";
import { ResumedJobs } from "./resumed-jobs.ts";

export interface TurnsOptions extends Omit<AttemptsOptions, "closing">, EndingsOptions {
  /** The channel's middleware. */
  readonly chain: Composed;
  readonly agent: Agent;
}

/** How long turns that were told to stop may take to do so, in ms. */
const GRACE_MS = 6000;

/** Takes accepted events through the middleware to the agent, and says in the inbox how they ended. */
export class Turns {
  readonly board = new Board();
  readonly #options: TurnsOptions;
  readonly #closing = new AbortController();
  readonly #attempts: Attempts;
  readonly #endings: Endings;
  readonly #resumed: ResumedJobs;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#attempts = new Attempts({ ...options, closing: this.#closing.signal });
    this.#endings = new Endings(options);
    this.#resumed = new ResumedJobs(options.retry.maxAttempts);
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /**
   * Runs one job to its end; never rejects.
   *
   * @param waitsInside whether the middleware lets it wait: its attempt begins with its turn then, and else before the
   * middleware, since what ends the process there must be given up in the end as well
   */
  run(job: Job, waitsInside = false): Promise<void> {
    const run = () => this.#run(job, waitsInside);
    return job.attempts === undefined ? run() : this.#resumed.run(job, run);
  }

  /** An interrupting command drops a job that still waits in the inbox; never rejects. */
  drop(job: Job): Promise<void> {
    return this.#endings.dropped(job);
  }

  async #run(job: Job, waitsInside: boolean): Promise<void> {
    if (this.isClosing) return;
    const entry = this.board.add(job);
    try {
      if (waitsInside) return await this.#enter(entry);
      const begun = await this.#begin(entry);
      if (typeof begun === "number") await this.#enter(entry, begun);
      else await this.#endings.handled(job, begun);
    } catch (error) {
      await this.#failed(job, error).catch((err) => job.log.error({ err }, "could not note the failure"));
    } finally {
      // The engine lets go of a turn that ignores its end; it runs until its handler is done all the same.
      await entry.handling?.catch(() => {});
      this.board.remove(entry);
    }
  }

  /** Begins nothing any more and lets what runs finish; aborts it when that takes longer than this, in ms. */
  async close(timeoutMs: number): Promise<void> {
    this.#closing.abort();
    const endsAt = performance.now() + timeoutMs;
    try {
      await this.#options.chain.close({ timeoutMs });
      await this.#idleWithin(endsAt - performance.now());
    } finally {
      this.board.abortAll(new TurnStopped("ERR_CLOSED", "The gateway ends."));
      await this.#idleWithin(GRACE_MS);
    }
  }

  async #idleWithin(ms: number): Promise<void> {
    if (this.board.size === 0 || ms <= 0) return;
    await inTime(this.board.onIdle(), undefined, ms, globalThis);
  }

  async #begin(entry: Entry): Promise<Begun> {
    const { job, controller } = entry;
    // From here on `/stop` reaches it, wherever it is.
    if (!isControl(job)) entry.startedAt = this.#options.now();
    return this.#attempts.begin(job, job.retryAt, controller.signal);
  }

  async #enter(entry: Entry, begun?: number): Promise<void> {
    const { event, account, transport, dispatch } = entry.job;
    const context: MiddlewareContext = {
      event,
      account,
      transport,
      dispatch,
      signal: entry.controller.signal,
    };
    entry.isInside = true;
    const passing = this.#options.chain(context, () => {
      entry.handling = this.#handle(entry, { signal: context.signal, begun });
      return entry.handling;
    });
    const [passed] = await Promise.allSettled([passing]);
    if (entry.handling) return this.#endings.passed(entry.job, entry.handling, passed);
    if (passed.status === "rejected") throw passed.reason;
    await this.#notHandled(entry, context.outcome);
  }

  /** What the middleware runs as the turn. It ends when the inbox knows how it ended. */
  async #handle(entry: Entry, how: Parameters<Attempts["run"]>[2]): Promise<void> {
    const { job } = entry;
    const { agent, send, now } = this.#options;
    const control = controlAnswer(job, this.board, now());
    if (control === undefined) entry.startedAt ??= now();
    const answer = new TurnAnswer(job, control === undefined ? agent : saying(control), send);
    const word = await this.#attempts.run(job, answer, how);
    await this.#endings.handled(job, word);
  }

  /** A middleware has decided that there is no turn for it. */
  async #notHandled({ job, controller }: Entry, outcome: MiddlewareContext["outcome"]): Promise<void> {
    // The work of a turn in which a later middleware did not call next() is "completed" for the engine.
    const word = outcome && outcome.status !== "completed" ? outcome.status : "dropped";
    // What is dropped at the end of the gateway waits for its next start.
    if (this.isClosing && (word === "cancelled" || word === "dropped")) return;
    if (word === "cancelled" && controller.signal.aborted) await this.#endings.handled(job, "stopped");
    else await this.#endings.notHandled(job, word);
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    if (error instanceof LeftForLater || (this.isClosing && !(error instanceof GivenUp))) return;
    await this.#endings.failed(job, error);
  }
}
