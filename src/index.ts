export type {
  CancelReason,
  Dispatch,
  DispatchDedup,
  DispatchStats,
  Handler,
  Outcome,
  SessionSnapshot,
  Turn,
  TurnSnapshot,
} from "./dispatch/contract.ts";
export { DeadlockError, FeishuDispatchError, InputError, UsageError } from "./errors.ts";
