import { inTime } from "../../delays.ts";
import { TurnStopped } from "../../errors.ts";
import { replyTargetOf } from "../../feishu/channel.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import type { Agent } from "../agents/agent.ts";
import type { Composed } from "../middleware/compose.ts";
import type { MiddlewareContext } from "../middleware/middleware.ts";
import { type Send, TurnAnswer } from "./answer.ts";
import { Attempts, type AttemptsOptions, GivenUp, LeftForLater } from "./attempts.ts";
import { Board, type Entry } from "./board.ts";
import { controlAnswer } from "./control.ts";
import { deadLetterText } from "./failure.ts";
import type { Job } from "./job.ts";

export interface TurnsOptions extends Omit<AttemptsOptions, "closing"> {
  /** The channel's middleware. */
  readonly chain: Composed;
  readonly agent: Agent;
  readonly inbox: Inbox;
  readonly send: Send;
  /** What the user is told when a message was given up. @default nothing */
  readonly errorMessage?: string | undefined;
}

/** How long turns that were told to stop may take to do so, in ms. */
const GRACE_MS = 6000;

/** Takes accepted events through the middleware to the agent, and says in the inbox how they ended. */
export class Turns {
  readonly board = new Board();
  readonly #options: TurnsOptions;
  readonly #closing = new AbortController();
  readonly #attempts: Attempts;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#attempts = new Attempts({ ...options, closing: this.#closing.signal });
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Runs one job to its end; never rejects. It enters the middleware before this returns. */
  async run(job: Job): Promise<void> {
    const entry = this.board.add(job);
    try {
      await this.#enter(entry);
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

  async #enter(entry: Entry): Promise<void> {
    const { event, account, transport, dispatch } = entry.job;
    const { signal } = entry.controller;
    const context: MiddlewareContext = { event, account, transport, dispatch, signal };
    const passing = this.#options.chain(context, () => {
      entry.handling = this.#handle(entry, context.signal);
      return entry.handling;
    });
    const [passed] = await Promise.allSettled([passing]);
    if (entry.handling) return this.#handled(entry.handling, entry.job, passed);
    if (passed.status === "rejected") throw passed.reason;
    await this.#notHandled(entry.job, context.outcome);
  }

  /**
   * What the user was told is what the inbox remembers, whatever a middleware makes of it behind `next()`: an
   * error that it swallows is one all the same, and one that it throws then takes no answer back.
   */
  async #handled(handling: Promise<void>, job: Job, passed: PromiseSettledResult<void>): Promise<void> {
    await handling;
    if (passed.status === "fulfilled") return;
    job.log.error({ err: passed.reason }, "a middleware failed behind next(); the message has had its turn");
  }

  /** What the middleware runs as the turn. It ends when the inbox knows how it ended. */
  async #handle(entry: Entry, signal: AbortSignal): Promise<void> {
    const { job } = entry;
    const { inbox, agent, send, now } = this.#options;
    const control = controlAnswer(job, this.board, now());
    const answering = control === undefined ? agent : { run: () => saying(control) };
    if (control === undefined) entry.startedAt = now();
    const word = await this.#attempts.run(job, new TurnAnswer(job, answering, send), signal);
    if (word) await inbox.complete(job.id, word);
    job.log.info({ outcome: word ?? "not pending any more" }, "the turn has ended");
  }

  /** A middleware has decided that there is no turn for it. */
  async #notHandled(job: Job, outcome: MiddlewareContext["outcome"]): Promise<void> {
    // The work of a turn in which a later middleware did not call next() is "completed" for the engine.
    const word = outcome && outcome.status !== "completed" ? outcome.status : "dropped";
    // What is dropped at the end of the gateway waits for its next start.
    if (this.isClosing && (word === "cancelled" || word === "dropped")) return;
    await this.#options.inbox.complete(job.id, word);
    job.log.warn({ outcome: word }, "the message gets no turn");
    if (word === "overflow") await this.#tellUser(job);
  }

  async #failed(job: Job, error: unknown): Promise<void> {
    const isGivenUp = error instanceof GivenUp;
    if (error instanceof LeftForLater || (this.isClosing && !isGivenUp)) return;
    const err = isGivenUp ? (error.cause ?? error) : error;
    job.log.error({ row: job.id, err }, "the message was given up; it is a dead letter now");
    // A middleware threw, so that the inbox does not know yet.
    if (!isGivenUp) await this.#options.inbox.fail(job.id, { error: deadLetterText(error) });
    await this.#tellUser(job);
  }

  async #tellUser(job: Job): Promise<void> {
    const { errorMessage, send } = this.#options;
    const target = replyTargetOf(job.event);
    if (errorMessage === undefined || !target) return;
    await send(job, target, errorMessage, { name: `${job.name}#error` });
    job.log.info({}, "told the user that it failed");
  }
}

async function* saying(text: string): AsyncGenerator<string> {
  yield text;
}
