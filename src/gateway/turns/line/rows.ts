import type { CommandKind } from "../../../dispatch/command-policy.ts";
import { UsageError } from "../../../errors.ts";
import {
  type FeishuEvent,
  parseEvent,
  type TextOptions,
  type ToDispatchOptions,
  textOf,
  toDispatch,
} from "../../../feishu/index.ts";
import { personOf } from "../../../feishu/key/session-key.ts";
import { deadLetterText, wasPutBack } from "../../../inbox/dead-letter.ts";
import type { Inbox, InboxItem } from "../../../inbox/inbox.ts";
import type { FactOf, Said, TurnFact } from "../../../journal/facts.ts";
import type { Journal } from "../../../journal/journal.ts";
import { messageIdOf } from "../../journal/received.ts";
import type { GatewayLog } from "../../log.ts";
import { heldBy, holdOf } from "../holds.ts";
import { type Job, turnIdOf } from "../job.ts";
import { persist } from "./persist.ts";
import type { SaidOf } from "./said.ts";
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
  readonly saidOf: SaidOf;
  readonly journal: Journal;
  readonly isClosing: () => boolean;
}

/** Makes jobs of the inbox's rows again, and sets aside those of which none can be made. */
export class Rows {
  readonly #options: RowsOptions;

  constructor(options: RowsOptions) {
    this.#options = options;
  }

  /** The job of a row, when it can be read; undefined when it is not pending any more, or the gateway ends. */
  async read(place: Place): Promise<Job | undefined> {
    const { inbox, log, isClosing } = this.#options;
    const onFault = (err: unknown) =>
      log.error({ row: place.id, err }, "cannot read the inbox; it is tried again");
    const item = await persist(() => inbox.get(place.id), { isOver: isClosing, onFault });
    if (item?.status !== "pending") {
      if (item) this.#note(place, { type: "ended", outcome: "gone" });
      return undefined;
    }
    try {
      return this.jobOf(item, this.eventOf(item), place);
    } catch (err) {
      await this.setAside(item, err);
      return undefined;
    }
  }

  /** The place in the line of what an earlier run has accepted. */
  #placeOf({ id, sessionKey, attempts, account, ids }: InboxItem, kind: CommandKind): Place {
    const turnId = turnIdOf(ids[0] ?? "");
    return { id, sessionKey, turnId, account, room: 1, kind, wasBegun: attempts > 0 };
  }

  /** Notes that a row has come back. @returns its place in the line */
  resume(item: InboxItem, event: FeishuEvent, why: FactOf<"resumed">["why"]): Place {
    const { transport, attempts, receivedAt, sessionKey } = item;
    const said = this.#saidOf(item, event);
    const place = this.#placeOf(item, said.kind);
    const held = holdOf(this.#options.inbox, sessionKey);
    this.#note(place, { type: "resumed", ...said, ...held, why, transport, attempts, receivedAt });
    return place;
  }

  /** Makes a job of what has arrived elsewhere, and notes that. */
  arrive(item: InboxItem, event: FeishuEvent, acceptedAt: number): { job: Job; kind: CommandKind } {
    const { transport, receivedAt } = item;
    const said = this.#saidOf(item, event);
    const { kind } = said;
    const job = this.jobOf(item, event, { ...this.#placeOf(item, kind), acceptedAt });
    job.note({ type: "arrived", ...said, ...heldBy(job), transport, receivedAt });
    return { job, kind };
  }

  /** What is said of an event in the journal. */
  #saidOf({ account }: InboxItem, event: FeishuEvent): Said {
    const said = this.#options.saidOf(textOf(event, this.#options.readingOf(account)));
    return { ...said, ...messageIdOf(event) };
  }

  /** @throws FeishuDispatchError when it cannot be read */
  eventOf({ event, ids }: InboxItem): FeishuEvent {
    if (event === undefined || ids.length === 0)
      throw new UsageError("ERR_ROW_DAMAGED", "what the inbox holds of the event is not JSON");
    return parseEvent(event);
  }

  /** Makes a row of which no job can be made a dead letter. */
  async setAside({ id, account, sessionKey, ids }: InboxItem, err: unknown): Promise<void> {
    const { inbox, log } = this.#options;
    const error = deadLetterText(err);
    const about = { id, account, sessionKey, turnId: turnIdOf(ids[0] ?? "") };
    this.#note(about, { type: "dead", error, unreadable: true }, err);
    const noted = inbox.fail(id, { error });
    await noted.catch((cause) => log.error({ row: id, err: cause }, "could not note the failure"));
  }

  jobOf(item: InboxItem, event: FeishuEvent, place: Place): Job {
    const { id, account, transport, sessionKey, ids, attempts, retryAt } = item;
    const name = ids[0] ?? "";
    const turnId = turnIdOf(name);
    const reading = this.#options.readingOf(account);
    const dispatch = toDispatch(event, { ...reading, account, lane: transport });
    // What an earlier run has accepted is not too old any more, however long it has waited.
    const acceptedAt = place.acceptedAt ?? dispatch.createdAt ?? 0;
    const log = this.#options.log.child({ turnId, account, sessionKey });
    const note = this.#options.journal.about({ row: id, turnId, account, sessionKey });
    const earlier = place.acceptedAt === undefined ? { attempts } : {};
    const retry = retryAt === undefined ? earlier : { ...earlier, retryAt };
    return {
      ...{ id, name, turnId, event, account, transport, note, log, ...retry },
      ...(wasPutBack(item) && { isPutBack: true }),
      person: personOf(event, reading),
      ...holdOf(this.#options.inbox, sessionKey),
      // The session it was accepted for: the config may have changed since.
      dispatch: { ...dispatch, ids, sessionKey, acceptedAt },
    };
  }

  #note({ id, turnId, account, sessionKey }: NamedRow, fact: TurnFact, error?: unknown): void {
    this.#options.journal.note({ row: id, turnId, account, sessionKey, ...fact }, error);
  }
}

type NamedRow = Pick<Place, "id" | "turnId" | "account" | "sessionKey">;
