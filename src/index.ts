export type { DispatchTelemetry, OutcomeTelemetry, TurnTelemetry } from "./dispatch/account/telemetry.ts";
export type { DispatchDedup, RecallOptions } from "./dispatch/api.ts";
export { type CommandKind, type CommandPolicy, commandPolicy } from "./dispatch/command-policy.ts";
export type {
  CancelReason,
  Dispatch,
  DispatchStats,
  Handler,
  NextMessageOptions,
  Outcome,
  SessionSnapshot,
  Turn,
  TurnSnapshot,
} from "./dispatch/contract.ts";
export { createDispatchDedup } from "./dispatch/dedup.ts";
export type { DispatchDedupOptions, Timers } from "./dispatch/options.ts";
export { DeadlockError, FeishuDispatchError, InputError, TurnStopped, UsageError } from "./errors.ts";
