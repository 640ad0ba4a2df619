import { following } from "../../delays.ts";
import type { ChannelLog } from "../sdk/log.ts";
import { contentWithoutMentions } from "./mentions.ts";
import { Pace } from "./rate-limit.ts";
import type { RepliesOptions, SendOptions, UpdateOptions } from "./replies-options.ts";
import { partsOf, type Reply, type ReplyPart } from "./reply-parts.ts";
import { ReplyRoute } from "./reply-route.ts";
import type { ReplyTarget } from "./reply-target.ts";
import { sendPart, updateCard } from "./send-part.ts";
import { SendingTime } from "./sending-time.ts";
import { Tries } from "./tries.ts";

interface Delivering {
  readonly signal: AbortSignal;
  readonly time: SendingTime;
  readonly log: ChannelLog;
  readonly onSent: SendOptions["onSent"];
}

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
  readonly #tries: Tries;

  constructor(options: RepliesOptions) {
    this.#options = options;
    this.#pace = new Pace(options.perSecond);
    this.#tries = new Tries(options);
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
    const time = how.time ?? this.#newTime();
    const { controller, release } = following(...(signal ? [signal] : []));
    const route = new ReplyRoute(target, this.#options.recalled);
    const deliver = async (part: ReplyPart) => {
      try {
        return await this.#deliver(route, part, { signal: controller.signal, time, log, onSent: how.onSent });
      } catch (error) {
        // Here and not outside of the queue, which would have begun the next part by then.
        controller.abort(error);
        throw error;
      }
    };
    const parts = partsOf(reply, name, how.isNamedAlone);
    const sending = parts.map((part) =>
      this.#pace.run(target.paceKey, () => deliver(part), controller.signal),
    );
    return Promise.all(sending).finally(release);
  }

  /**
   * Gives a card that was sent other contents. It has to be a shared one, before and after: `update_multi` in its
   * `config`. Feishu takes five a second for one card, for 14 days.
   *
   * @throws ReplyError `ERR_REPLY_REFUSED`, `ERR_REPLY_FAILED` as often as it is tried, or `ERR_REPLY_TIMEOUT`
   * @see https://open.feishu.cn/document/server-docs/im-v1/message-card/patch
   */
  async update(messageId: string, card: object, how: UpdateOptions = {}): Promise<void> {
    const { log = this.#options.log, time = this.#newTime(), isOnce, mentions } = how;
    const { controller, release } = following(...(how.signal ? [how.signal] : []));
    const content = JSON.stringify(mentions ? card : contentWithoutMentions(card));
    const request = () => updateCard(this.#options.client, messageId, content);
    const update = (signal: AbortSignal) =>
      this.#tries.run(request, { signal, log, isOnce, failed: "a card was not updated" });
    await time.spend({ atMostMs: this.#partMs, signal: controller.signal }, update).finally(release);
  }

  /** Resolves when nothing is being sent or waits. */
  onIdle(): Promise<void> {
    return this.#pace.onIdle();
  }

  #newTime(): SendingTime {
    return new SendingTime(this.#options.timeoutMs ?? 300_000);
  }

  get #partMs(): number {
    return this.#options.partTimeoutMs ?? 60_000;
  }

  #deliver(route: ReplyRoute, part: ReplyPart, how: Delivering): Promise<string> {
    const deliver = (signal: AbortSignal) => this.#tryPlaces(route, part, { ...how, signal });
    return how.time.spend({ atMostMs: this.#partMs, signal: how.signal }, deliver);
  }

  async #tryPlaces(route: ReplyRoute, part: ReplyPart, how: Delivering): Promise<string> {
    for (;;) {
      try {
        const { client, onSent } = this.#options;
        const message = await this.#tries.run(() => sendPart(client, route.place, part), how);
        onSent?.(message);
        how.onSent?.(message);
        return message.messageId;
      } catch (error) {
        if (!route.leave(error)) throw error;
        how.log.info({ account: this.#options.account }, "the reply goes elsewhere");
      }
    }
  }
}
