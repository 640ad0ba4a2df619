import { followingFor, orAborted } from "../../delays.ts";
import { ReplyError } from "./reply-error.ts";

/** What one message may take of the time. */
export interface Share {
  /** In ms; less when less is left. */
  readonly atMostMs: number;
  /** Ends it before. */
  readonly signal: AbortSignal;
}

/**
 * How long sending may take in all, over several messages and attempts. Only the sending counts, with its waits
 * between tries: not what lies in between, and not the wait for one's turn.
 *
 * @example
 * ```ts
 * import { type Replies, type ReplyTarget, SendingTime } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function say(replies: Replies, target: ReplyTarget, texts: string[]) {
 *   const time = new SendingTime(60_000);
 *   for (const text of texts) await replies.send(target, { text }, { name: "greeting", time });
 * }
 * ```
 */
export class SendingTime {
  #leftMs: number;

  /** @param ms in all */
  constructor(ms: number) {
    this.#leftMs = ms;
  }

  /**
   * Runs a task, which is left to itself when its share or the whole time is up.
   *
   * @throws ReplyError `ERR_REPLY_FAILED` when its share was too short, `ERR_REPLY_TIMEOUT` when the time in all is
   * up; or the signal's reason
   */
  async spend<T>(share: Share, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const isRest = this.#leftMs <= share.atMostMs;
    const ms = Math.max(0, Math.min(this.#leftMs, share.atMostMs));
    const late = () => new ReplyError(isRest ? { isTimeUp: true } : { network: "ETIMEDOUT" });
    const { controller, release } = followingFor(ms, late, share.signal);
    const begin = performance.now();
    try {
      return await orAborted(task(controller.signal), controller.signal);
    } finally {
      release();
      this.#leftMs -= performance.now() - begin;
    }
  }
}
