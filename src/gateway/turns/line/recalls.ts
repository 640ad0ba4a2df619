import { TurnStopped } from "../../../errors.ts";
import type { Arrival } from "../../../feishu/channel.ts";
import { messageIdentity, type RecallEvent } from "../../../feishu/index.ts";
import type { Inbox } from "../../../inbox/inbox.ts";
import type { GatewayLog } from "../../log.ts";
import type { OpenJobs } from "../open-jobs.ts";
import { sentIdentity } from "../sent-messages.ts";

/** The word by which the inbox remembers a message that was recalled. */
export const RECALLED = "recalled";

export interface RecallsOptions {
  readonly inbox: Inbox;
  readonly turns: {
    readonly openJobs: Pick<OpenJobs, "find">;
    /** Told that a message was recalled that may wait in the middleware. */
    recall(identity: string): void;
  };
  /** Whether a turn that runs may finish. */
  readonly mayFinish: boolean;
  /** Told that a row which may wait somewhere will not run. */
  readonly onDropped: (row: number) => void;
  readonly log: GatewayLog;
}

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
  async note({ event, account, transport }: Arrival & { readonly event: RecallEvent }): Promise<void> {
    const { inbox, log } = this.#options;
    const { message_id } = event.event;
    const identity = messageIdentity(message_id, { account });
    const { id: row, status } = await inbox.claim({
      ...{ event, ids: [identity], sessionKey: identity, account, transport },
    });
    const isOwn = () => this.#wasSent(row, sentIdentity(message_id, account));
    const hasEnded = status === "duplicate" || (status !== "accepted" && (await isOwn()));
    const became = hasEnded ? "ended" : await this.#takeBack(row, identity);
    log.info({ account, eventId: event.header.event_id, row, became }, "a message was recalled");
  }

  /** What the bot has sent for a row has its end there: that it is taken back takes nothing from who was answered. */
  async #wasSent(row: number, sent: string): Promise<boolean> {
    const item = await this.#options.inbox.get(row);
    return item?.ids.includes(sent) ?? false;
  }

  async #takeBack(row: number, identity: string): Promise<"stopped" | "finishing" | "dropped"> {
    const { inbox, turns, mayFinish, onDropped } = this.#options;
    const entry = turns.openJobs.find(row);
    const isRunning = entry?.startedAt !== undefined;
    if (isRunning && (mayFinish || (entry.askedBy ?? entry).isOver)) return "finishing";
    const reason = new TurnStopped("ERR_TURN_RECALLED", "The message was recalled.");
    if (isRunning) {
      entry.controller.abort(reason);
      // The turn of an answer is the one that has asked.
      entry.askedBy?.controller.abort(reason);
      return "stopped";
    }
    const noted = inbox.complete(row, RECALLED);
    turns.recall(identity);
    entry?.controller.abort(reason);
    onDropped(row);
    await noted;
    return "dropped";
  }
}

/** Whether it was a recall that aborted a turn. */
export function isRecalled({ reason }: AbortSignal): boolean {
  return reason instanceof TurnStopped && reason.code === "ERR_TURN_RECALLED";
}
