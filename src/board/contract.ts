import type { SharedSession, SharingGateway } from "../inbox/sharing.ts";
import type { Fact, FactOf } from "../journal/facts.ts";
import type { NotRun } from "../journal/view/not-run.ts";
import type { Totals } from "../journal/view/view.ts";
import type { Why } from "../journal/view/why.ts";
import type { Chart } from "../timeline/timeline.ts";
import type { Offer } from "./offer.ts";

// What goes over the board's endpoint, as JSON. Times are in ms since the epoch, by the gateway's clock.

/** One message of a session that runs or waits. */
export interface MessageRow {
  readonly row: number;
  readonly account: string;
  readonly messageId?: string | undefined;
  readonly command?: string | undefined;
  readonly receivedAt: number;
  /** When its turn got its session; undefined while it waits. */
  readonly startedAt?: number | undefined;
  readonly hungAt?: number | undefined;
  readonly attempt: number;
  /** From 1 on, of those that wait in its session, with why it does. */
  readonly place?: number | undefined;
  readonly why?: Why | undefined;
}

/** One session. */
export interface SessionRow {
  readonly key: string;
  /** What holds it. */
  readonly running?: MessageRow | undefined;
  /** How many others have ended but for replies that are still on their way. */
  readonly sending: number;
  readonly waiting: number;
  /** When the oldest of those came, and why the line does not go on. */
  readonly oldestAt?: number | undefined;
  readonly why?: Why | undefined;
  /** The name of the gateway that has it, where several share the inbox and it is known. */
  readonly gateway?: string | undefined;
}

/** A session with the messages in it. Of very many not all are told of. */
export interface SessionDetail extends SessionRow {
  readonly messages: readonly MessageRow[];
}

/** What came and got no turn of its own. */
export type NotRunRow = Pick<
  NotRun,
  "seq" | "at" | "why" | "row" | "by" | "account" | "sessionKey" | "messageId"
> & {
  /** Who or what took its place away. */
  readonly cancelled?:
    | { readonly by: FactOf<"cancelled">["by"]; readonly command?: number | undefined }
    | undefined;
};

/** How long messages waited for their turn in one minute, in ms. */
export interface MinuteRow {
  readonly at: number;
  readonly count: number;
  readonly p95: number | undefined;
}

/** A part of a list. */
export interface Page<Row> {
  readonly offset: number;
  readonly rows: readonly Row[];
  /** Whether there are more behind these. */
  readonly hasMore: boolean;
}

/** What is seen of a gateway at a moment. */
export interface Live {
  readonly now: number;
  readonly startedAt: number;
  /** Whether operators may change anything. */
  readonly actions: boolean;
  readonly offers: readonly Offer[];
  readonly totals: Totals;
  /** The last hour; without minutes in which nothing happened. */
  readonly minutes: readonly MinuteRow[];
  readonly sessions: Page<SessionRow>;
  /** The session that was asked for. */
  readonly detail?: SessionDetail | undefined;
  /** Sessions whose turn has outrun its time. */
  readonly hung: readonly SessionRow[];
  readonly notRun: Page<NotRunRow>;
  readonly gateways?: readonly SharingGateway[] | undefined;
  readonly elsewhere?: readonly SharedSession[] | undefined;
}

/** Dead letters with the same error. Of very many not all rows are told of. */
export interface DeadGroup {
  readonly error: string;
  readonly count: number;
  readonly oldestAt: number;
  readonly newestAt: number;
  readonly rows: ReadonlyArray<{
    readonly row: number;
    readonly sessionKey: string;
    readonly endedAt: number;
  }>;
}

/** Dead letters by what they died of. */
export interface DeadLetters {
  readonly groups: readonly DeadGroup[];
  /** Whether there are more than are looked at. */
  readonly hasMore: boolean;
}

/**
 * What an operator can do: `cancel` stops what runs in a session and drops what waits; `release` only stops what runs, or
 * lets the session go on without it; `retry` puts dead letters back, and `discard` ends them.
 */
export type Action = "cancel" | "release" | "retry" | "discard";

/** What to do, and to which rows. */
export interface Order {
  readonly action: Action;
  readonly rows: readonly number[];
}

/** What an action would do, or has done, with the rows that it is about. */
export interface Plan {
  readonly action: Action;
  /** Their turns are told to stop. */
  readonly stop: readonly number[];
  /** Their session goes on as if they had ended, where turns cannot be told to stop. */
  readonly letGo?: readonly number[];
  /** They end without a turn. */
  readonly drop: readonly number[];
  /** They are put back at the end of their sessions' lines, behind so many; `as` which row, once that is done. */
  readonly putBack: ReadonlyArray<{ readonly row: number; readonly behind: number; readonly as?: number }>;
  /** Nothing is done with them: they have ended or begun meanwhile. */
  readonly gone: readonly number[];
}

/** What happened to one message, with its session over time around it. */
export interface Way {
  readonly message?: MessageRow & { readonly sessionKey: string; readonly outcome?: string | undefined };
  readonly facts: readonly Fact[];
  /** How many facts are missing in the middle. */
  readonly leftOut: number;
  readonly chart?: Chart;
}
