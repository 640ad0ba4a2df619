import type { Timers } from "../../delays.ts";
import type { ChannelLog } from "../sdk/log.ts";
import type { Intake } from "./intake.ts";

/** `connecting` until it was open once, `reconnecting` whenever it is not open after that. */
export type ConnectionState = "connecting" | "connected" | "reconnecting" | "closed";

/** Whose events come in by a {@link LongConnection}, and where they go. */
export interface LongConnectionOptions {
  /** The bot account's name in the config. */
  readonly account: string;
  /** `cli_` and 16 hex digits. */
  readonly appId: string;
  readonly appSecret: string;
  /** `feishu`, `lark` or the URL of another installation. @default "feishu" */
  readonly domain?: string;
  readonly intake: Intake;
  readonly log: ChannelLog;
  /** Told every change of state. */
  readonly onState?: (state: ConnectionState) => void;
  /** Told the code of each answer of the endpoint that gives out connections. */
  readonly onAnswer?: (code: number) => void;
  /** What it waits with before it starts again. @default the system's */
  readonly timers?: Timers;
}
