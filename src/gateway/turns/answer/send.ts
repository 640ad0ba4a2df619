import type { Reply, ReplyTarget, SendingTime } from "../../../feishu/channel.ts";
import type { Job } from "../job.ts";

interface Sending {
  readonly signal?: AbortSignal;
  readonly time?: SendingTime | undefined;
}

/** Sends one reply of an answer. The same reply, sent again under the same name, is one message. */
export type Send = (
  job: Job,
  target: ReplyTarget,
  reply: Reply,
  how: Sending & { readonly name: string },
) => Promise<void>;

/** Sends cards that show markdown, and gives them other contents. */
export interface SendCards {
  /** @returns its id: of the one that was sent under this name before, whatever that shows */
  send(
    job: Job,
    target: ReplyTarget,
    markdown: string,
    how: Sending & { readonly name: string },
  ): Promise<string>;
  /** @param how.isOnce whether it is tried once only */
  update(
    job: Job,
    id: string,
    markdown: string,
    how: Sending & { readonly isOnce?: boolean | undefined },
  ): Promise<void>;
  /** The least time between two updates of one card, in ms. @default 500 */
  readonly everyMs?: number;
}
