import { setTimeout } from "node:timers/promises";
import type { CommandKind } from "../../../dispatch/command-policy.ts";
import { UsageError } from "../../../errors.ts";
import {
  type FeishuEvent,
  isRecall,
  parseEvent,
  type TextOptions,
  type ToDispatchOptions,
  textOf,
  toDispatch,
} from "../../../feishu/index.ts";
import { personOf } from "../../../feishu/key/session-key.ts";
import type { Inbox, InboxItem } from "../../../inbox/inbox.ts";
import type { GatewayLog } from "../../log.ts";
import { deadLetterText } from "../failure.ts";
import { type Job, turnIdOf } from "../job.ts";
import { RECALLED } from "./recalls.ts";
import type { Place } from "./session-line.ts";

/** What the text of an event and its session depend on, in each account. */
export type ReadingOptions = Pick<
  ToDispatchOptions,
  keyof TextOptions | "groupSessionScope" | "identityLinks"
>;

interface RowsOptions {
  readonly inbox: Inbox;
  readonly log: GatewayLog;
  /** How events of an account are read. */
  readonly readingOf: (account: string) => ReadingOptions;
  readonly kindOf: (text: string | undefined) => CommandKind;
  readonly isClosing: () => boolean;
}

/** How long to wait before a read that failed is tried again, in ms. */
const AGAIN_MS = 1000;

/** Makes jobs of the inbox's rows again, and sets aside those of which none can be made. */
export class Rows {
  readonly #options: RowsOptions;

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  /** The job of a row, when it can be read; undefined when it is not pending any more, or the gateway ends. */
  async read(place: Place): Promise<Job | undefined> {
    const item = await this.#get(place.id);
    if (item?.status !== "pending") return undefined;
    const event = await this.#eventOf(item);
    return event && this.#jobOf(item, event, place);
  }

  /** Its place in the line when a job can be made of it; else it is a dead letter now. */
  async placeOf(item: InboxItem): Promise<Place | undefined> {
    const event = await this.#eventOf(item);
    if (!event) return undefined;
    const { id, sessionKey, attempts, account } = item;
    const kind = this.#options.kindOf(textOf(event, this.#options.readingOf(account)));
    return { id, sessionKey, room: 1, kind, wasBegun: attempts > 0 };
  }

  /** A file that cannot be read for a moment must not cost anybody the place in the line. */
  async #get(id: number): Promise<InboxItem | undefined> {
    while (!this.#options.isClosing()) {
      try {
        return await this.#options.inbox.get(id);
      } catch (err) {
        this.#options.log.error({ row: id, err }, "cannot read the inbox; it is tried again");
        await setTimeout(AGAIN_MS, undefined, { ref: false });
      }
    }
    return undefined;
  }

  async #eventOf(item: InboxItem): Promise<FeishuEvent | undefined> {
    try {
      if (item.event === undefined || item.ids.length === 0)
        throw new UsageError("ERR_ROW_DAMAGED", "what the inbox holds of the event is not JSON");
      const event = parseEvent(item.event);
      if (!isRecall(event)) return event;
      // It came before its message, and the process ended before that was noted.
      await this.#options.inbox.complete(item.id, RECALLED);
      return undefined;
    } catch (err) {
      await this.#setAside(item.id, err);
      return undefined;
    }
  }

  async #setAside(id: number, err: unknown): Promise<void> {
    const { inbox, log } = this.#options;
    log.error({ row: id, err }, "cannot read an event in the inbox; it is a dead letter now");
    const noted = inbox.fail(id, { error: deadLetterText(err) });
    await noted.catch((cause) => log.error({ row: id, err: cause }, "could not note the failure"));
  }

  #jobOf(item: InboxItem, event: FeishuEvent, place: Place): Job {
    const { id, account, transport, sessionKey, ids, attempts, retryAt } = item;
    const name = ids[0] ?? "";
    const turnId = turnIdOf(name);
    const reading = this.#options.readingOf(account);
    const dispatch = toDispatch(event, { ...reading, account, lane: transport });
    // What an earlier run has accepted is not too old any more, however long it has waited.
    const acceptedAt = place.acceptedAt ?? dispatch.createdAt ?? 0;
    const log = this.#options.log.child({ turnId, account, sessionKey });
    const earlier = place.acceptedAt === undefined ? { attempts } : {};
    const retry = retryAt === undefined ? earlier : { ...earlier, retryAt };
    return {
      ...{ id, name, turnId, event, account, transport, log, person: personOf(event, reading), ...retry },
      // The session it was accepted for: the config may have changed since.
      dispatch: { ...dispatch, ids, sessionKey, acceptedAt },
    };
  }
}
