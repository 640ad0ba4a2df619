import { setImmediate } from "node:timers/promises";
import type { Dispatch } from "../dispatch/contract.ts";
import { UsageError } from "../errors.ts";
import { mismatch } from "../explain.ts";
import type { ChannelLog } from "../feishu/channel.ts";
import { againIdentity, deadLetterText, wasPutBack } from "../inbox/dead-letter.ts";
import type { Inbox, InboxItem } from "../inbox/inbox.ts";
import type { Row } from "./attempts.ts";
import type { Work } from "./work.ts";

/** Makes the work of what the inbox has kept; undefined where nobody handles it any more. */
export type Remake = (kept: unknown) => Work | undefined;

interface ResumptionOptions {
  readonly inbox: Inbox;
  readonly remake: Remake;
  /** Resolves when it has its place in the line. */
  readonly place: (work: Work, row: Row) => Promise<void>;
  readonly log: ChannelLog;
}

/** Puts what an earlier run has left in its place, before anything new; and later what an operator has put back. */
export class Resumption {
  readonly #options: ResumptionOptions;
  #done: Promise<void> | undefined;

  /** @throws UsageError `ERR_INVALID_OPTION` for an inbox that processes share */
  constructor(options: ResumptionOptions) {
    const { inbox, log } = options;
    if (inbox.sharing) {
      const came = "one that several share, for which the gateway is made";
      throw new UsageError("ERR_INVALID_OPTION", mismatch("inbox", "one that is this process's alone", came));
    }
    this.#options = options;
    const onError = (err: unknown) => log.error({ err }, "what the inbox has kept could not be resumed");
    inbox.watch({ retried: (item) => void this.#put(item).catch(onError) });
    // Not before whoever is being set up has been.
    void setImmediate().then(() => this.done().catch(onError));
  }

  /** Resolves when everything is in its place; after a failure, the next call tries again. */
  done(): Promise<void> {
    this.#done ??= this.#putAll().catch((error: unknown) => {
      this.#done = undefined;
      throw error;
    });
    return this.#done;
  }

  async #putAll(): Promise<void> {
    for await (const item of this.#options.inbox.pending()) await this.#put(item);
  }

  /** A row that is put twice, as it was put back meanwhile, is the same work: it runs once. */
  async #put(item: InboxItem): Promise<void> {
    const work = await this.#work(item);
    const { id, attempts, retryAt } = item;
    if (work) await this.#options.place(work, { id, attempts, retryAt, isOwn: true });
  }

  async #work(item: InboxItem): Promise<Work | undefined> {
    const { inbox, remake, log } = this.#options;
    const { id, event } = item;
    try {
      const work = remake(event);
      if (work) return { ...work, dispatch: resumed(work.dispatch, item) };
      log.warn({ row: id }, "an event in the inbox has no handler here, and stays there");
    } catch (err) {
      log.error({ row: id, err }, "an event in the inbox cannot be read");
      await inbox.fail(id, { error: deadLetterText(err) });
    }
    return undefined;
  }
}

/** What an operator has put back is never too old, and nothing is that has begun; the engine may take the former for finished. */
function resumed(dispatch: Dispatch, item: InboxItem): Dispatch {
  const { id, ids, attempts, receivedAt } = item;
  const isAgain = wasPutBack(item);
  const acceptedAt = isAgain || attempts > 0 ? (dispatch.createdAt ?? receivedAt) : receivedAt;
  return { ...dispatch, ...(isAgain && { ids: [againIdentity(ids[0] ?? "", id)] }), acceptedAt };
}
