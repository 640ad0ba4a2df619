import pRetry, { type RetryContext } from "p-retry";
import { following, waitFor } from "../../delays.ts";
import type { FeishuClient } from "../sdk/client.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { SentMessage } from "../sdk/sent-message.ts";
import { Pace } from "./rate-limit.ts";
import { ReplyError } from "./reply-error.ts";
import { partsOf, type Reply, type ReplyPart } from "./reply-parts.ts";
import type { ReplyTarget } from "./reply-target.ts";
import { sendPart } from "./send-part.ts";
import { SendingTime } from "./sending-time.ts";

/** How one reply is sent. */
export interface SendOptions {
  /**
   * Names what is said, for one hour and one app: the same, sent again under the same name, is still one message;
   * something else is another. The identity of the work, and what tells replies apart that say the same.
   */
  readonly name: string;
  /** Gives up waiting and trying again. What Feishu has been sent stays sent. */
  readonly signal?: AbortSignal | undefined;
  /** What it may take, shared with other replies and other attempts. @default the account's `timeoutMs`, for this one */
  readonly time?: SendingTime | undefined;
  /** Where lines about this reply go, e.g. one that names the turn. @default the account's */
  readonly log?: ChannelLog | undefined;
}

/** Who sends the replies, and how fast. */
export interface RepliesOptions {
  /** The bot account's name in the config. */
  readonly account: string;
  readonly client: FeishuClient;
  readonly log: ChannelLog;
  /** Messages for one person or group in any second. @default 5, Feishu's limit */
  readonly perSecond?: number;
  /** How often one message is tried again, after 0.5 to 1 s and then twice as long each time. @default 5 */
  readonly retries?: number;
  /** The longest wait that Feishu may ask for; for a longer one the reply fails. In ms. @default 60,000 */
  readonly maxRetryAfterMs?: number;
  /** How long sending one message may take, with everything that is tried. In ms. @default 60,000 */
  readonly partTimeoutMs?: number;
  /** Told each message as soon as Feishu says that it was sent, e.g. `sent` of `Whereabouts`. @default nobody */
  readonly onSent?: ((message: SentMessage) => void) | undefined;
  /** How long sending all messages of one reply may take, the wait for their turn not counted. In ms. @default 300,000 */
  readonly timeoutMs?: number;
}

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
    const deliver = async (part: ReplyPart) => {
      try {
        return await this.#deliver(target, part, { signal: controller.signal, time, log });
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

  #deliver(target: ReplyTarget, part: ReplyPart, how: Delivering): Promise<string> {
    const { partTimeoutMs: atMostMs = 60_000 } = this.#options;
    const deliver = (signal: AbortSignal) => this.#tryOften(target, part, { ...how, signal });
    return how.time.spend({ atMostMs, signal: how.signal }, deliver);
  }

  #tryOften(target: ReplyTarget, part: ReplyPart, how: Delivering): Promise<string> {
    const { client, retries = 5, onSent } = this.#options;
    const send = async () => {
      const message = await sendPart(client, target, part);
      onSent?.(message);
      return message.messageId;
    };
    return pRetry(send, {
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
