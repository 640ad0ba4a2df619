import type {
  Accept,
  FeishuTime,
  IntakeOptions,
  IntakeWatcher,
  Replies,
  Verdict,
} from "../../feishu/channel.ts";
import type { FeishuEvent } from "../../feishu/index.ts";
import type { GatewayConfig } from "../config/read-config.ts";
import type { GatewayLog } from "../log.ts";
import type { Credentials } from "./credentials.ts";

/** What an account is, and who is told what of it. */
export interface AccountOptions {
  readonly channel: GatewayConfig["channels"]["feishu"];
  readonly credentials: Credentials;
  readonly accept: Accept;
  /** Feishu's time. @default its own */
  readonly time?: FeishuTime;
  /** Told when what {@link Account.isOpen} says may have changed. */
  readonly onOpen?: () => void;
  /** Which events are taken. @default those that the channel's policy takes */
  readonly judge?: (event: FeishuEvent) => Verdict;
  /** How long sending may take. @default as {@link Replies} has it */
  readonly replies?: GatewayConfig["replies"];
  /** What cards show whose action was taken, or not. @default the usual words */
  readonly toasts?: Pick<IntakeOptions, "toast" | "failureToast" | "refusalToast">;
  /** What people are told whom the policy refuses, with `notifyRefused`. @default nothing */
  readonly refusalFor?: (event: FeishuEvent) => string;
  /** Told what becomes of events, and of requests that are none. @default nobody */
  readonly watcher?: IntakeWatcher;
  readonly log: GatewayLog;
}
