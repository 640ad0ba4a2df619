import type { Timers } from "../../delays.ts";
import type { FeishuEvent } from "../event/events.ts";
import type { Whereabouts } from "../place/whereabouts.ts";
import type { Verdict } from "../policy/policy.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { Accept, Arrival, Taken } from "./arrival.ts";
import type { Toast } from "./toast.ts";

/** What an `Intake` takes, and where it keeps it. */
export interface IntakeOptions {
  /** The bot account's name in the config. */
  readonly account: string;
  /**
   * Keeps what was taken. When it rejects, the event is refused, for Feishu to send again; but not when it rejects
   * with an `InputError` or with `ERR_INVALID_ENTRY`, which say that it can never be kept.
   */
  readonly accept: Accept;
  /** Whether an event is taken, e.g. by `createPolicy()`. */
  readonly judge: (event: FeishuEvent) => Verdict;
  /**
   * Finds out where reactions and card actions come from; what comes from nobody knows where is refused then, for
   * Feishu to send again, and a card says so. @default nobody does, and they are judged as they are
   */
  readonly places?: Pick<Whereabouts, "note" | "locate"> | undefined;
  readonly log: ChannelLog;
  /** Events that may be waiting to be kept; more are refused, for Feishu to send again. @default 1,000 */
  readonly maxPending?: number;
  /** Shown on a card when its action was taken. @default `RECEIVED` */
  readonly toast?: Toast;
  /** Shown on a card when its action was not taken. @default `TRY_AGAIN` */
  readonly failureToast?: Toast;
  /** Shown on a card when the policy refuses who used it. @default nothing is */
  readonly refusalToast?: Toast | undefined;
  /** Told what the policy refuses because of who did it, or where; must not throw. @default nobody */
  readonly onRefused?: ((event: FeishuEvent) => void) | undefined;
  /** Told what becomes of everything that comes. @default nobody */
  readonly watcher?: IntakeWatcher | undefined;
  /** How long a card's answer waits for the action to be kept, in ms; Feishu waits 3,000. @default 2,000 */
  readonly cardTimeoutMs?: number;
  /**
   * How long an event may take to be kept, in ms; then it is refused, for Feishu to send again: Feishu waits 3,000
   * and takes a later answer for none. @default 2,500
   */
  readonly keepTimeoutMs?: number;
  /** The clock, in ms since the epoch. @default the system's */
  readonly now?: () => number;
  /** What the timeouts are measured with. @default the system's */
  readonly timers?: Timers;
}

/** Hears what an `Intake` answers. Both are called from inside of it, and must be quick and not throw. */
export interface IntakeWatcher {
  /** What became of an event; undefined of one that could not be read. The transport answers Feishu right after this. */
  taken?(taken: Taken, event: FeishuEvent | undefined, how: Pick<Arrival, "transport" | "receivedAt">): void;
  /** A webhook request was refused before there was an event. @param code of the answer, e.g. `ERR_WEBHOOK_UNTRUSTED` */
  refused?(code: string): void;
}

/** Counters of one account: events by what became of them. */
export type IntakeStats = Readonly<Record<Taken["status"], number>> & {
  /** Requests that were not Feishu's, or not even read: no events. */
  readonly refused: number;
  /** Events that are being kept right now. */
  readonly pending: number;
  /** When the last event came, whatever became of it, in ms since the epoch. */
  readonly lastEventAt: number | undefined;
};
