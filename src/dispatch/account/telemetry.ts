import { channel } from "node:diagnostics_channel";
import type { Outcome } from "../contract.ts";
import type { Caller, Ending } from "../turn/caller.ts";
import type { RunningTurn } from "../turn/turn.ts";

const outcomes = channel("feishu-dispatch-dedup:outcome");
const overflows = channel("feishu-dispatch-dedup:overflow");
const turnStarts = channel("feishu-dispatch-dedup:turn:start");
const turnEnds = channel("feishu-dispatch-dedup:turn:end");
const hungTurns = channel("feishu-dispatch-dedup:turn:hung");

/** What every message on `feishu-dispatch-dedup:*` carries. Never a message's text. */
export interface DispatchTelemetry {
  readonly sessionKey: string;
  readonly ids: readonly string[];
  readonly lane: string | undefined;
}

/** On `feishu-dispatch-dedup:outcome` and `:overflow`. */
export interface OutcomeTelemetry extends DispatchTelemetry {
  readonly status: Outcome<unknown>["status"] | "failed";
  readonly reason?: string;
  readonly waitedMs?: number;
  readonly ranMs?: number;
  readonly error?: unknown;
  /** Of a duplicate: the first identity of the finished work, and the identity by which it was recognised. */
  readonly duplicateOf?: { readonly work: string; readonly by: string };
}

/** On `feishu-dispatch-dedup:turn:start`, `:turn:end` and `:turn:hung`. `at` is by the engine's clock. */
export interface TurnTelemetry extends DispatchTelemetry {
  readonly at: number;
  readonly startedAt: number;
}

export function publishEnding({ dispatch }: Caller, ending: Ending): void {
  const overflow = "outcome" in ending && ending.outcome.status === "overflow";
  if (!outcomes.hasSubscribers && !(overflow && overflows.hasSubscribers)) return;
  const message: OutcomeTelemetry = { ...named(dispatch), ...told(ending) };
  outcomes.publish(message);
  if (overflow) overflows.publish(message);
}

export function publishTurnStart(turn: RunningTurn): void {
  if (turnStarts.hasSubscribers) turnStarts.publish(ofTurn(turn, turn.startedAt));
}

export function publishTurnEnd(turn: RunningTurn, at: () => number): void {
  if (turnEnds.hasSubscribers) turnEnds.publish(ofTurn(turn, at()));
}

export function publishHungTurn(turn: RunningTurn, at: () => number): void {
  if (hungTurns.hasSubscribers) hungTurns.publish(ofTurn(turn, at()));
}

function ofTurn(turn: RunningTurn, at: number): TurnTelemetry {
  return { ...named(turn.caller.dispatch), at, startedAt: turn.startedAt };
}

function named({ sessionKey, ids, lane }: Caller["dispatch"]): DispatchTelemetry {
  return { sessionKey, ids, lane };
}

/** Everything of an ending but the handler's value, which may hold a message's text. */
function told(ending: Ending): Omit<OutcomeTelemetry, keyof DispatchTelemetry> {
  if ("error" in ending) return { status: "failed", error: ending.error };
  const { outcome, recognised } = ending;
  if (recognised) return { ...outcome, duplicateOf: recognised };
  if (outcome.status !== "completed") return outcome.status === "joined" ? { status: "joined" } : outcome;
  return { status: outcome.status, waitedMs: outcome.waitedMs, ranMs: outcome.ranMs };
}
