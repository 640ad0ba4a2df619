import pRetry, { type RetryContext } from "p-retry";
import { following, waitFor } from "../../delays.ts";
import type { ChannelLog } from "../sdk/log.ts";
import { Pace } from "./rate-limit.ts";
import type { RepliesOptions, SendOptions } from "./replies-options.ts";
import { ReplyError } from "./reply-error.ts";
import { partsOf, type Reply, type ReplyPart } from "./reply-parts.ts";
import { ReplyRoute } from "./reply-route.ts";
import type { ReplyPlace, ReplyTarget } from "./reply-target.ts";
import { sendPart } from "./send-part.ts";
import { SendingTime } from "./sending-time.ts";

interface Delivering {
  readonly signal: AbortSignal;
  readonly time: SendingTime;
  readonly log: ChannelLog;
}

const BACKOFF = { minTimeout: 500, maxTimeout: 30_000, factor: 2, randomize: true };

/**
 * Sends the answers of one account: in order for each person or group, at Feishu's pace, each once.
 *
 * @example
 * ```ts
 * import { type FeishuEvent, identitiesOf } from "feishu-dispatch-dedup/feishu";
 * import { type Replies, replyTargetOf } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function greet(replies: Replies, event: FeishuEvent) {
 *   const target = replyTargetOf(event);
 *   const [name = ""] = identitiesOf(event);
 *   if (target) await replies.send(target, { text: "Hello" }, { name });
 * }
 * ```
 */
export class Replies {
  readonly #options: RepliesOptions;
  readonly #pace: Pace;

  constructor(options: RepliesOptions) {
    this.#options = options;
    this.#pace = new Pace(options.perSecond);
  }

  /**
   * Sends a reply, in as many parts as Feishu's size limit makes of it; no other reply gets in between.
   *
   * @returns the id of each message; none for a blank text
   * @throws ReplyError `ERR_REPLY_REFUSED`, `ERR_REPLY_FAILED` as often as it is tried, or `ERR_REPLY_TIMEOUT`. The parts
   * before it are sent, those after it are not
   */
  async send(target: ReplyTarget, reply: Reply, how: SendOptions): Promise<string[]> {
    const { name, signal, log = this.#options.log } = how;
    const time = how.time ?? new SendingTime(this.#options.timeoutMs ?? 300_000);
    const { controller, release } = following(...(signal ? [signal] : []));
    const route = new ReplyRoute(target, this.#options.recalled);
    const deliver = async (part: ReplyPart) => {
      try {
        return await this.#deliver(route, part, { signal: controller.signal, time, log });
      } catch (error) {
        // Here and not outside of the queue, which would have begun the next part by then.
        controller.abort(error);
        throw error;
      }
    };
    const parts = partsOf(reply, name);
    const sending = parts.map((part) =>
      this.#pace.run(target.paceKey, () => deliver(part), controller.signal),
    );
    return Promise.all(sending).finally(release);
  }

  /** Resolves when nothing is being sent or waits. */
  onIdle(): Promise<void> {
    return this.#pace.onIdle();
  }

  #deliver(route: ReplyRoute, part: ReplyPart, how: Delivering): Promise<string> {
    const { partTimeoutMs: atMostMs = 60_000 } = this.#options;
    const deliver = (signal: AbortSignal) => this.#tryPlaces(route, part, { ...how, signal });
    return how.time.spend({ atMostMs, signal: how.signal }, deliver);
  }

  async #tryPlaces(route: ReplyRoute, part: ReplyPart, how: Delivering): Promise<string> {
    for (;;) {
      try {
        return await this.#tryOften(route.place, part, how);
      } catch (error) {
        if (!route.leave(error)) throw error;
        how.log.info({ account: this.#options.account }, "the reply goes elsewhere");
      }
    }
  }

  #tryOften(place: ReplyPlace, part: ReplyPart, how: Delivering): Promise<string> {
    const { client, retries = 5 } = this.#options;
    return pRetry(() => sendPart(client, place, part), {
      ...BACKOFF,
      retries,
      signal: how.signal,
      onFailedAttempt: (context) => this.#failed(context, how),
      shouldRetry: ({ error }) => error instanceof ReplyError && error.isPassing && !this.#isTooLong(error),
    });
  }

  /** Waits as long as Feishu asks to, before the next attempt's own wait. */
  async #failed(context: RetryContext, { signal, log }: Delivering): Promise<void> {
    const { error, attemptNumber, retriesLeft } = context;
    if (!(error instanceof ReplyError)) return;
    const { account, client } = this.#options;
    log.warn({ account, attempt: attemptNumber, retriesLeft, ...error.failure }, "a reply was not sent");
    if (error.isTokenStale) client.forgetToken();
    if (retriesLeft > 0 && !this.#isTooLong(error)) await waitFor(error.failure.retryAfterMs ?? 0, signal);
  }

  #isTooLong({ failure }: ReplyError): boolean {
    return (failure.retryAfterMs ?? 0) > (this.#options.maxRetryAfterMs ?? 60_000);
  }
}
