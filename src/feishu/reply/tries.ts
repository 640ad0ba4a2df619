import pRetry, { type RetryContext } from "p-retry";
import { waitFor } from "../../delays.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { RepliesOptions } from "./replies-options.ts";
import { ReplyError } from "./reply-error.ts";

const BACKOFF = { minTimeout: 500, maxTimeout: 30_000, factor: 2, randomize: true };

interface Trying {
  readonly signal: AbortSignal;
  readonly log: ChannelLog;
  /** What a failure is called in the log. @default "a reply was not sent" */
  readonly failed?: string;
  /** @default false */
  readonly isOnce?: boolean | undefined;
}

/** Asks Feishu for something until it is done, or will not be, at the pace that Feishu asks for. */
export class Tries {
  readonly #options: RepliesOptions;

  constructor(options: RepliesOptions) {
    this.#options = options;
  }

  /** @throws ReplyError, or the signal's reason */
  run<T>(task: () => Promise<T>, how: Trying): Promise<T> {
    return pRetry(task, {
      ...BACKOFF,
      retries: how.isOnce ? 0 : (this.#options.retries ?? 5),
      signal: how.signal,
      onFailedAttempt: (context) => this.#failed(context, how),
      shouldRetry: ({ error }) => error instanceof ReplyError && error.isPassing && !this.#isTooLong(error),
    });
  }

  /** Waits as long as Feishu asks to, before the next attempt's own wait. */
  async #failed(
    context: RetryContext,
    { signal, log, failed = "a reply was not sent" }: Trying,
  ): Promise<void> {
    const { error, attemptNumber, retriesLeft } = context;
    if (!(error instanceof ReplyError)) return;
    const { account, client } = this.#options;
    log.warn({ account, attempt: attemptNumber, retriesLeft, ...error.failure }, failed);
    if (error.isTokenStale) client.forgetToken();
    if (retriesLeft > 0 && !this.#isTooLong(error)) await waitFor(error.failure.retryAfterMs ?? 0, signal);
  }

  #isTooLong({ failure }: ReplyError): boolean {
    return (failure.retryAfterMs ?? 0) > (this.#options.maxRetryAfterMs ?? 60_000);
  }
}
