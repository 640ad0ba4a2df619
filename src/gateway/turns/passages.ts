import { following } from "../../delays.ts";
import { isRecalled, RECALLED } from "../../inbox/recalled.ts";
import type { MiddlewareContext } from "../middleware/middleware.ts";
import type { TurnAnswer } from "./answer.ts";
import { answerTo } from "./answering.ts";
import { askUserOf } from "./asking/ask-user.ts";
import { isTooLate, type OpenQuestions } from "./asking/open-questions.ts";
import type { Attempts } from "./attempts.ts";
import type { Endings } from "./endings.ts";
import type { Entry } from "./entry.ts";
import type { Job } from "./job.ts";
import type { OpenJobs } from "./open-jobs.ts";
import type { Trailing } from "./trailing.ts";
import type { TurnsOptions } from "./turns-options.ts";

/** How a job goes through the middleware. */
interface Passage {
  /** Told when its session need not wait for it any more, while replies of it may be still on their way. */
  readonly isOver: () => void;
  /** Its first attempt, if that has begun. */
  readonly begun?: number;
  readonly onLate?: (() => void) | undefined;
}

interface PassagesOptions extends TurnsOptions {
  readonly questions: OpenQuestions;
  readonly openJobs: OpenJobs;
  readonly attempts: Attempts;
  readonly endings: Endings;
  readonly trailing: Trailing;
}

/** Takes jobs through the middleware to whoever answers them. */
export class Passages {
  readonly #options: PassagesOptions;

  constructor(options: PassagesOptions) {
    this.#options = options;
  }

  /** Resolves when the inbox knows how it ended; rejects when it is to be given up, or left. */
  async enter(entry: Entry, { isOver, onLate, ...how }: Passage): Promise<void> {
    const { event, account, transport } = entry.job;
    const { signal } = entry.controller;
    const dispatch = this.#options.trailing.dispatchOf(entry.job);
    const context: MiddlewareContext = { event, account, transport, dispatch, signal };
    entry.isInside = true;
    entry.ids = dispatch.ids;
    const passing = this.#options.chain(context, () => {
      const ask = askUserOf(entry, context, this.#options);
      const answer = answerTo(entry, { ...this.#options, ask }, this.#options);
      // The middleware lets go of its signal when the turn is over; what is sent then has ours.
      const either = following(signal, ...(context.signal === signal ? [] : [context.signal]));
      const handling = this.#handle(entry.job, answer, { ...how, signal: either.controller.signal });
      entry.handling = handling.finally(either.release);
      const over = answer.finished.then(() => this.#options.trailing.room(entry.job)).then(isOver);
      return Promise.race([entry.handling, over]);
    });
    const [passed] = await Promise.allSettled([passing]);
    if (entry.handling) return this.#options.endings.passed(entry.job, entry.handling, passed);
    // An answer ends as the turn that has asked.
    await entry.askedBy?.handling;
    if (passed.status === "rejected") throw passed.reason;
    if (isTooLate(signal) && context.outcome?.status === "cancelled") return onLate?.();
    await this.#options.endings.noTurn(entry, context.outcome);
  }

  /** What the middleware runs as the turn, and the sending behind it. It ends when the inbox knows how it ended. */
  async #handle(job: Job, answer: TurnAnswer, how: Parameters<Attempts["run"]>[2]): Promise<void> {
    const word = await this.#options.attempts.run(job, answer, how);
    await this.#options.endings.handled(job, word === "stopped" && isRecalled(how.signal) ? RECALLED : word);
  }
}
