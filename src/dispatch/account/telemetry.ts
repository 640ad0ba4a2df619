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
  /** Every identity that the dispatch came with. */
  readonly ids: readonly string[];
  /** Where the dispatch came from, if it said so. */
  readonly lane: string | undefined;
}

/**
 * How a dispatch ended, on `feishu-dispatch-dedup:outcome`; one that found no place in the line on `:overflow` too.
 *
 * @example
 * import { subscribe } from "node:diagnostics_channel";
 * import type { OutcomeTelemetry } from "feishu-dispatch-dedup";
 *
 * subscribe("feishu-dispatch-dedup:outcome", (message) => {
 *   const { sessionKey, status, waitedMs = 0 } = message as OutcomeTelemetry;
 *   console.log(sessionKey, status, waitedMs);
 * });
 */
export interface OutcomeTelemetry extends DispatchTelemetry {
  /** The outcome; `failed` when the handler threw. */
  readonly status: Outcome<unknown>["status"] | "failed";
  /** Of `cancelled`: why. */
  readonly reason?: string;
  /** Of `completed`: how long it waited for its turn, in ms. */
  readonly waitedMs?: number;
  /** Of `completed`: how long its handler ran, in ms. */
  readonly ranMs?: number;
  /** Of `failed`: what the handler threw. It may hold more than a log should. */
  readonly error?: unknown;
  /** Of a duplicate: the first identity of the finished work, and the identity by which it was recognised. */
  readonly duplicateOf?: { readonly work: string; readonly by: string };
}

/** On `feishu-dispatch-dedup:turn:start`, `:turn:end` and `:turn:hung`. Times are by the engine's clock. */
export interface TurnTelemetry extends DispatchTelemetry {
  /** When the turn started, ended or was found to hang, in ms since the epoch. */
  readonly at: number;
  /** When it started, in ms since the epoch. */
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
