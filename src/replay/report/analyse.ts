import type { Fixture } from "../fixture/fixture.ts";
import { messageIdOf, textOf } from "../fixture/said.ts";
import type { LoggedTurn, RunLog, TurnStatus } from "../simulation/run-log.ts";
import { inOrder, lostWork, overtaking, repeatedAnswers } from "./findings.ts";
import type { Run, TurnReport } from "./report.ts";

/** Measures a run by what the fixture knows, not by what the gateway believed. */
export function analyse(fixture: Fixture, log: RunLog): Run {
  const { turns } = log;
  return {
    dispatches: log.dispatches,
    turns: turns.map(report),
    takeovers: count(turns, "takeover"),
    failedTurns: count(turns, "failed"),
    duplicateReplies: repeatedAnswers(log).length,
    lostMessages: lostWork(fixture, log).length,
    outOfOrder: overtaking(log).length,
    maxTurnsPerSession: greatest(turns.filter(inOrder).map(({ beside }) => beside + 1)),
    longestWaitMs: greatest(turns.map(({ startedAt, delivery }) => startedAt - delivery.at)),
    outcomes: outcomesOf(log),
  };
}

function report({ delivery, lane, startedAt, endedAt, status }: LoggedTurn): TurnReport {
  const { sessionKey } = delivery.dispatch;
  const said = { messageId: messageIdOf(delivery), sessionKey, text: textOf(delivery) };
  return { ...said, lane, arrivedAt: delivery.at, startedAt, endedAt, status };
}

/** How often each came, by name. */
function outcomesOf({ endings }: RunLog): Record<string, number> {
  const byStatus = Map.groupBy(endings, ({ status }) => status);
  return Object.fromEntries(Array.from(byStatus, ([status, { length }]) => [status, length] as const).sort());
}

function count(turns: readonly LoggedTurn[], status: TurnStatus): number {
  return turns.filter((turn) => turn.status === status).length;
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
