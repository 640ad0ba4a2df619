import { TurnStopped } from "../../../errors.ts";
import type { Arrival } from "../../../feishu/channel.ts";
import { messageIdentity, type RecallEvent } from "../../../feishu/index.ts";
import type { Claim, Inbox, InboxItem, InboxRow } from "../../../inbox/inbox.ts";
import { RECALLED } from "../../../inbox/recalled.ts";
import type { FactOf } from "../../../journal/facts.ts";
import type { Journal } from "../../../journal/journal.ts";
import type { GatewayLog } from "../../log.ts";
import type { Entry } from "../entry.ts";
import { isElsewhere } from "../holds.ts";
import { aboutRow } from "../job.ts";
import type { OpenJobs } from "../open-jobs.ts";
import { sentIdentity } from "../sent-messages.ts";
import { persist } from "./persist.ts";

export interface RecallsOptions {
  readonly inbox: Inbox;
  readonly turns: {
    readonly isClosing: boolean;
    readonly openJobs: Pick<OpenJobs, "find">;
    /** Told that a message was recalled that may wait in the middleware. */
    recall(identity: string): void;
  };
  /** Whether a turn that runs may finish. */
  readonly mayFinish: boolean;
  /** Told that a row which may wait somewhere will not run. */
  readonly onDropped: (row: number) => void;
  readonly journal: Journal;
  readonly log: GatewayLog;
}

type Became = FactOf<"recalled">["became"];

type Recall = Arrival & { readonly event: RecallEvent };

/** Takes back what people have recalled: what waits gets no turn, and what runs is told to stop. */
export class Recalls {
  readonly #options: RecallsOptions;

  constructor(options: RecallsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is in the inbox that the message needs no turn. A recall that comes before its message leaves a
   * row there by which that is recognised, also after a restart.
   *
   * @throws InboxError when it could not be kept
   */
  async note(recall: Recall): Promise<void> {
    const { inbox, journal } = this.#options;
    const { event, account, transport } = recall;
    const { message_id } = event.event;
    const identity = messageIdentity(message_id, { account });
    const claim = await inbox.claim({ event, ids: [identity], sessionKey: identity, account, transport });
    const became = await this.#became(recall, claim, identity);
    const eventId = event.header.event_id;
    journal.note({ type: "recalled", account, eventId, row: claim.id, became });
  }

  /**
   * A recall that the inbox holds; resolves when it has been heard. It came before its message, and the process ended
   * before that was noted; or it came to a process that did not have the session of its message.
   */
  async resume({ id, account }: Pick<InboxItem, "id" | "account">, { event }: RecallEvent): Promise<void> {
    const { inbox, turns, journal, log } = this.#options;
    const identity = messageIdentity(event.message_id, { account });
    const hear = async () => {
      const [row] = await inbox.list({ identity, limit: 1 });
      const waits = row?.status === "pending";
      const became = waits ? await this.#takeBack(row, identity) : await this.#forget(row);
      await inbox.complete(id, RECALLED);
      journal.note({ type: "recalled", account, ...(row && { row: row.id }), became });
    };
    const isOver = () => turns.isClosing;
    const onFault = (err: unknown) => log.error({ row: id, err }, "cannot note a recall; it is tried again");
    await persist(hear, { isOver, onFault });
  }

  async #became(recall: Recall, { id, status }: Claim, identity: string): Promise<Became> {
    const { inbox } = this.#options;
    if (status === "duplicate") return this.#forget(await inbox.get(id));
    if (status === "accepted") return this.#cameFirst(id, identity);
    const row = await inbox.get(id);
    const sent = sentIdentity(recall.event.event.message_id, recall.account);
    // What the bot has sent for a row has its end there: that it is taken back takes nothing from who was answered.
    if (row?.status !== "pending" || row.ids.includes(sent)) return "ended";
    return inbox.sharing ? this.#passOn(recall, row, identity) : this.#takeBack(row, identity);
  }

  /**
   * Where processes share the inbox, one recalls what runs or waits by a row of its own in the same session: it is heard
   * by whoever has the session, whatever becomes of that meanwhile.
   */
  async #passOn({ event, account, transport }: Recall, { sessionKey }: InboxItem, identity: string) {
    const { inbox } = this.#options;
    const ids = [`recall:${identity}`];
    const { id, status } = await inbox.claim({ event, ids, sessionKey, account, transport });
    if (status === "accepted" && !isElsewhere(inbox, sessionKey)) await this.resume({ id, account }, event);
    return "passed on" as const;
  }

  /** What has ended without an answer cannot be put back any more. Dead letters stay in the operators' hands. */
  async #forget(row: InboxRow | undefined): Promise<Became> {
    if (row?.status === "done") await this.#options.inbox.drop(row.id);
    return "ended";
  }

  /** Whoever has stopped it before, or stops it yet: it is not kept for being put back. */
  async #forgetWhenOver({ ended, job: { id, log } }: Entry): Promise<void> {
    await ended;
    const forgotten = this.#options.inbox.get(id).then((row) => this.#forget(row));
    await forgotten.catch((err) => log.error({ row: id, err }, "could not forget what was recalled"));
  }

  /** Its own row is what its message is recognised by. */
  async #cameFirst(row: number, identity: string): Promise<Became> {
    const noted = this.#options.inbox.complete(row, RECALLED);
    this.#options.turns.recall(identity);
    await noted;
    return "dropped";
  }

  async #takeBack(row: InboxRow, identity: string): Promise<Became> {
    const { inbox, turns, mayFinish, onDropped, journal } = this.#options;
    const entry = turns.openJobs.find(row.id);
    const isRunning = entry?.startedAt !== undefined;
    if (isRunning) void this.#forgetWhenOver(entry);
    if (isRunning && (mayFinish || (entry.askedBy ?? entry).isOver)) return "finishing";
    const reason = new TurnStopped("ERR_TURN_RECALLED", "The message was recalled.");
    const note = journal.about(aboutRow(row));
    note({ type: "cancelled", by: "recall" });
    if (isRunning) {
      entry.controller.abort(reason);
      // The turn of an answer is the one that has asked.
      entry.askedBy?.controller.abort(reason);
      return "stopped";
    }
    const noted = inbox.complete(row.id, RECALLED);
    turns.recall(identity);
    entry?.controller.abort(reason);
    onDropped(row.id);
    await noted;
    // Who was let in says it by itself.
    if (!entry) note({ type: "ended", outcome: RECALLED });
    return "dropped";
  }
}
