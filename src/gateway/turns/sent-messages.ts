import { messageIdentity } from "../../feishu/index.ts";
import type { Inbox } from "../../inbox/inbox.ts";
import type { Job } from "./job.ts";

/** Names a message that the bot has sent as its own: to its row it is no message that somebody has written. */
export function sentIdentity(messageId: string, account: string): string {
  return `sent:${messageIdentity(messageId, { account })}`;
}

/**
 * What was sent for a job belongs to its work: the job's row knows it from now on, also after a restart. When it is
 * pushed back, as if somebody had written it, it is no new work; and what of it waits already is merged into the row.
 */
export class SentMessages {
  readonly #inbox: Inbox;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  /** Never rejects: a reply that was sent is sent, whatever becomes of this. */
  note({ name, account, transport, dispatch, log }: Job, messageId: string): void {
    const ids = [name, messageIdentity(messageId, { account }), sentIdentity(messageId, account)];
    const { sessionKey } = dispatch;
    const claiming = this.#inbox.claim({ event: {}, ids, sessionKey, account, transport });
    const noted = claiming.then(async ({ id, status }) => {
      // The row is gone: what the claim has left in its place is nothing to run.
      if (status === "accepted") await this.#inbox.complete(id, "sent");
    });
    noted.catch((err: unknown) =>
      log.warn({ err }, "could not note what was sent; pushed back, it may be answered"),
    );
  }
}
