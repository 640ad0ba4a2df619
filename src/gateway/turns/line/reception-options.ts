import type { CommandPolicy } from "../../../dispatch/command-policy.ts";
import type { FeishuEvent, SessionKeyOptions } from "../../../feishu/index.ts";
import type { Inbox } from "../../../inbox/inbox.ts";
import type { Journal } from "../../../journal/journal.ts";
import type { GatewayLog } from "../../log.ts";
import type { Turns } from "../turns.ts";
import type { UserWords } from "../user-words.ts";
import type { ReadingOptions } from "./rows.ts";

export interface ReceptionOptions {
  readonly inbox: Inbox;
  readonly turns: Pick<Turns, "run" | "answer" | "drop" | "recall" | "openJobs" | "questions" | "isClosing">;
  /** How session keys are made; the account is the arrival's. */
  readonly session: Pick<SessionKeyOptions, "dmScope" | "identityLinks">;
  /** How events of an account are read: who its bot is, and what holds in its groups. @default not known, and nothing */
  readonly readingOf?: (account: string) => ReadingOptions;
  /** The middleware's command words, laid over the defaults. @default none */
  readonly commands?: CommandPolicy;
  /** How many events of its session the middleware takes at once. @default any number */
  readonly roomFor?: (event: FeishuEvent) => number;
  /** Whether an account can answer; what it received waits in the inbox until then. @default at once */
  readonly isOpen?: (account: string) => boolean;
  /** Feishu's time, in ms since the epoch, by which the age of an event is judged. @default the system's */
  readonly feishuNow?: () => number;
  /** The time by the clock that the inbox goes by, in ms since the epoch. @default the system's */
  readonly now?: () => number;
  /** Told in which language people write. */
  readonly words?: Pick<UserWords, "hear">;
  /** Whether a turn may finish whose message is recalled. @default false: it is aborted */
  readonly recalledMayFinish?: boolean;
  readonly journal: Journal;
  readonly log: GatewayLog;
}
