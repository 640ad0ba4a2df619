import { waitFor } from "../../delays.ts";
import { FeishuDispatchError } from "../../errors.ts";
import { deadLetterText, GivenUp } from "../../inbox/dead-letter.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import { type RetryPolicy, retryAfter, tooManyAttempts, waitLeft } from "../../inbox/retry.ts";
import type { TurnAnswer } from "./answer.ts";
import { type AttemptVerdict, verdictOn } from "./failure.ts";
import { heldBy, isHeld } from "./holds.ts";
import type { Job } from "./job.ts";

/** The message stays in the inbox for whoever has its session next: another process, or the next start of the gateway. */
export class LeftForLater extends FeishuDispatchError {}

/** The number of an attempt, or why there is none. */
export type Begun = number | "stopped" | undefined;

export interface AttemptsOptions {
  readonly inbox: Inbox;
  readonly retry: RetryPolicy & { readonly maxAttempts: number };
  /** Aborts when the gateway ends: nothing is waited for any more then. */
  readonly closing: AbortSignal;
  readonly now: () => number;
}

/**
 * Answers one message, in as many attempts as it takes. All of them are inside of the message's turn, so that its
 * session is held between them too and nothing overtakes it.
 */
export class Attempts {
  readonly #options: AttemptsOptions;

  constructor(options: AttemptsOptions) {
    this.#options = options;
  }

  /**
   * Begins the next attempt when its time has come, and counts it: before anything that may end the process.
   *
   * @returns its number, from 1; undefined when the message is not pending any more. Where the inbox is shared, that may
   * as well mean that the session is another's, and the message is left
   * @throws GivenUp, LeftForLater
   */
  async begin(job: Job, retryAt: number | undefined, signal: AbortSignal): Promise<Begun> {
    if (retryAt !== undefined && retryAt === job.retryAt && retryAt > this.#options.now())
      job.note({ type: "waiting", why: "retry", until: retryAt });
    const verdict = await this.#waitUntil(retryAt, signal);
    if (verdict) return this.#endAs(verdict, job);
    const attempt = await this.#start(job);
    return attempt !== undefined && signal.aborted ? this.#endAs(stoppedOrLeft(signal), job) : attempt;
  }

  /**
   * @param begun the first attempt, if it has begun
   * @returns the word that the inbox remembers; undefined when the message is not pending any more
   * @throws GivenUp, LeftForLater
   */
  async run(
    job: Job,
    answer: TurnAnswer,
    { signal, begun }: { readonly signal: AbortSignal; readonly begun?: number | undefined },
  ): Promise<"completed" | "stopped" | undefined> {
    let attempt: Begun = begun ?? (await this.begin(job, job.retryAt, signal));
    for (;;) {
      if (typeof attempt !== "number") return attempt;
      let retryAt: number;
      try {
        job.note({ type: "started", attempt, ...heldBy(job) });
        await answer.attempt(attempt, signal);
        return "completed";
      } catch (error) {
        const verdict = verdictOn(error, signal);
        if (verdict === "stopped" || verdict === "left") return this.#endAs(verdict, job);
        retryAt = await this.#fail(job, { attempt, verdict, error });
      }
      attempt = await this.begin(job, retryAt, signal);
    }
  }

  /** Counts the attempt. A message that keeps ending the process itself is given up like any other. */
  async #start(job: Job): Promise<number | undefined> {
    const { inbox, retry } = this.#options;
    // A job that was made while its hold was in doubt has no epoch: it comes again as soon as that is certain.
    if (!isHeld(inbox, job)) this.#endAs("left", job);
    const attempt = await inbox.start(job.id, job);
    if (attempt === undefined && inbox.sharing) this.#endAs("left", job);
    const why = attempt === undefined ? undefined : tooManyAttempts(attempt, retry);
    if (why) throw why;
    return attempt;
  }

  /** @returns when to try again */
  async #fail(job: Job, it: { attempt: number; verdict: AttemptVerdict; error: unknown }): Promise<number> {
    const { inbox, retry, now } = this.#options;
    const { retryAt } = it.verdict === "passing" ? retryAfter(it.attempt, now(), retry) : {};
    if (retryAt === undefined)
      throw new GivenUp("ERR_GIVEN_UP", "the message was given up", { cause: it.error });
    const error = deadLetterText(it.error);
    await inbox.fail(job.id, { error, retryAt }, job);
    job.note({ type: "retry", attempt: it.attempt, retryAt, error }, it.error);
    return retryAt;
  }

  #endAs(verdict: "stopped" | "left", job: Job): "stopped" {
    if (verdict === "stopped") return "stopped";
    job.note({ type: "left", ...heldBy(job) });
    throw new LeftForLater("ERR_TURN_LEFT", "the gateway ends, or does not have the session any more");
  }

  /** @returns what ended the wait before its time */
  async #waitUntil(at: number | undefined, signal: AbortSignal): Promise<"stopped" | "left" | undefined> {
    const { closing, now, retry } = this.#options;
    const ms = at === undefined ? 0 : waitLeft(at, now(), retry);
    if (ms > 0) await waitFor(ms, AbortSignal.any([signal, closing]));
    if (closing.aborted) return "left";
    return signal.aborted ? stoppedOrLeft(signal) : undefined;
  }
}

function stoppedOrLeft(signal: AbortSignal): "stopped" | "left" {
  return verdictOn(signal.reason, signal) === "left" ? "left" : "stopped";
}
