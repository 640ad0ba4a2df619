import { replyTargetOf } from "../../feishu/channel.ts";
import { deadLetterText, GivenUp } from "../../inbox/dead-letter.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import { isRecalled, RECALLED } from "../../inbox/recalled.ts";
import type { EndedAs } from "../../journal/facts.ts";
import type { MiddlewareContext } from "../middleware/middleware.ts";
import type { Send } from "./answer/send.ts";
import type { Entry } from "./entry.ts";
import { mayTell, unlessRecalled } from "./failure.ts";
import { heldBy, isHeld, isSessionLost } from "./holds.ts";
import type { Job } from "./job.ts";
import type { UserWords } from "./user-words.ts";

export interface EndingsOptions {
  readonly inbox: Inbox;
  readonly send: Send;
  /** What the user is told when a message was given up, or gets no turn. */
  readonly words: UserWords;
  /** Aborts when the gateway ends. */
  readonly closing: AbortSignal;
}

const OVERFLOW = "ERR_OVERFLOW: a middleware let no more messages of the session wait";

/** How a message ended that nobody need be told of. */
type Handled = "completed" | "stopped" | "answered" | typeof RECALLED;

/** Endings of which the user hears nothing else. What a middleware drops on its own it may have answered itself. */
const UNHEARD = new Set(["expired", "overflow", "cancelled"]);

/**
 * Says how a job ended: to the inbox, to the journal and, where there is no answer, to the user.
 *
 * The user is told first. A process that ends in between tells it again, which Feishu shows once; the other way round
 * nobody would ever tell.
 */
export class Endings {
  readonly #options: EndingsOptions;

  constructor(options: EndingsOptions) {
    this.#options = options;
  }

  /** Its turn is over. @param word undefined when the inbox has another already */
  async handled(job: Job, word: Handled | undefined): Promise<void> {
    if (word) await this.#options.inbox.complete(job.id, word, job);
    job.note({ type: "ended", outcome: word ?? "gone" });
  }

  /**
   * The middleware is done with a message that had its turn. What the user was told is what the inbox remembers,
   * whatever a middleware makes of it behind `next()`: an error that it swallows is one all the same, and one that it
   * throws then takes no answer back.
   */
  async passed(job: Job, handling: Promise<void>, passed: PromiseSettledResult<void>): Promise<void> {
    await handling;
    if (passed.status === "fulfilled") return;
    job.log.error({ err: passed.reason }, "a middleware failed behind next(); the message has had its turn");
  }

  /** A command has dropped it before it came to the middleware; never rejects. */
  async dropped(job: Job): Promise<void> {
    const noted = this.#notHandled(job, "cancelled");
    await noted.catch((err) => job.log.error({ err }, "could not note the end"));
  }

  /** A middleware has decided that there is no turn for it. */
  async noTurn(entry: Entry, outcome: MiddlewareContext["outcome"]): Promise<void> {
    const { job, controller, askedBy } = entry;
    // The work of a turn in which a later middleware did not call next() is "completed" for the engine.
    if (this.#isLeft(entry)) return noteLeft(job);
    const word = outcome && outcome.status !== "completed" ? outcome.status : "dropped";
    // What is dropped at the end of the gateway waits for its next start.
    if (this.#options.closing.aborted && (word === "cancelled" || word === "dropped")) return noteLeft(job);
    if (askedBy && word === "joined") await this.handled(job, "answered");
    else if (isRecalled(controller.signal)) await this.handled(job, RECALLED);
    else if (word === "cancelled" && controller.signal.aborted) await this.handled(job, "stopped");
    else await this.#notHandled(job, word);
  }

  /** It is given up, or a middleware threw; never rejects. */
  async failed(entry: Entry, error: unknown): Promise<void> {
    const { job, askedBy } = entry;
    if (this.#isLeft(entry)) return noteLeft(job);
    const err = error instanceof GivenUp ? (error.cause ?? error) : error;
    const text = deadLetterText(err);
    try {
      // Of an answer that has failed with the turn that asked, the user hears by that.
      if (!askedBy && mayTell(err) && !(await this.#tellUser(job))) return;
      await this.#options.inbox.fail(job.id, { error: text }, job);
    } catch (cause) {
      return job.log.error({ row: job.id, err, cause }, "could not note the failure");
    }
    job.note({ type: "dead", error: text }, err);
  }

  /** @param word what decided so */
  async #notHandled(job: Job, word: EndedAs): Promise<void> {
    const { inbox } = this.#options;
    if (UNHEARD.has(word) && !(await this.#tellUser(job))) return;
    // It was acknowledged, and nobody has done with it: as a dead letter it can be found and put back.
    if (word === "overflow") await inbox.fail(job.id, { error: OVERFLOW }, job);
    else await inbox.complete(job.id, word, job);
    job.note({ type: "ended", outcome: word });
  }

  /** Whether it is for the process that has its session next to say how it ends. */
  #isLeft({ isLost, job }: Entry): boolean {
    return isLost || !isHeld(this.#options.inbox, job);
  }

  /** @returns false when it could not before the gateway has ended, or the session was lost: whoever has it next does it all again */
  async #tellUser(job: Job): Promise<boolean> {
    const { words, send, closing } = this.#options;
    const target = replyTargetOf(job.event);
    const text = words.failure(job.event);
    if (text === undefined || !target) return true;
    try {
      const isTold = await unlessRecalled(send(job, target, { text }, { name: `${job.name}#error` }));
      job.note({ type: "replied", part: 1, kind: "error", ...(!isTold && { dropped: true }) });
    } catch (err) {
      if (closing.aborted || isSessionLost(err)) return false;
      job.log.error({ err }, "could not tell the user that it failed");
    }
    return true;
  }
}

function noteLeft(job: Job): void {
  job.note({ type: "left", ...heldBy(job) });
}
