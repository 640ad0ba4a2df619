import { isMessage } from "../../feishu/index.ts";
import { type Delivery, deliveriesIn, type Fixture } from "../fixture/fixture.ts";
import type { LoggedTurn, RunLog, TurnStatus } from "../simulation/run-log.ts";
import type { Run, TurnReport } from "./report.ts";

/** Measures a run by what the fixture knows, not by what the gateway believed. */
export function analyse(fixture: Fixture, log: RunLog): Run {
  const { turns } = log;
  const sessions = [...Map.groupBy(turns.filter(inOrder), sessionOf).values()];
  return {
    dispatches: log.dispatches,
    turns: turns.map(report),
    takeovers: count(turns, "takeover"),
    failedTurns: count(turns, "failed"),
    duplicateReplies: [...log.replies.values()].reduce((sum, replies) => sum + replies - 1, 0),
    lostMessages: lost(fixture, log),
    outOfOrder: sessions.reduce((sum, session) => sum + overtaking(session), 0),
    maxTurnsPerSession: greatest(turns.filter(inOrder).map(({ beside }) => beside + 1)),
    longestWaitMs: greatest(turns.map(({ startedAt, delivery }) => startedAt - delivery.at)),
    outcomes: Object.fromEntries([...log.outcomes].sort()),
  };
}

function report({ delivery, lane, startedAt, endedAt, status }: LoggedTurn): TurnReport {
  const { event, dispatch, at } = delivery;
  const { event_id, event_type } = event.header;
  const messageId = isMessage(event) ? event.event.message.message_id : event_id;
  const text = dispatch.text ?? event_type;
  return {
    messageId,
    sessionKey: dispatch.sessionKey,
    text,
    lane,
    arrivedAt: at,
    startedAt,
    endedAt,
    status,
  };
}

/** Commands like `/stop` have to pass what runs and what waits. */
function inOrder({ kind }: LoggedTurn): boolean {
  return kind !== "control";
}

function sessionOf({ delivery }: LoggedTurn): string {
  return delivery.dispatch.sessionKey;
}

function count(turns: readonly LoggedTurn[], status: TurnStatus): number {
  return turns.filter((turn) => turn.status === status).length;
}

function lost(fixture: Fixture, { replies, calledOff }: RunLog): number {
  const asked = new Set(deliveriesIn(fixture).map(({ work }) => work));
  return [...asked].filter((work) => !replies.has(work) && !calledOff.has(work)).length;
}

/** How many turns, in the order they started, have overtaken another. A delivery counts from its first attempt. */
function overtaking(turns: readonly LoggedTurn[]): number {
  const deliveries = [...new Set(turns.map(({ delivery }) => delivery))];
  return deliveries.filter((it, index) => deliveries.slice(index + 1).some((next) => overtakes(it, next)))
    .length;
}

/** It arrived later and started earlier. That is right if it was written earlier: Feishu promises no order. */
function overtakes(started: Delivery, waited: Delivery): boolean {
  const writtenEarlier = (started.dispatch.createdAt ?? 0) < (waited.dispatch.createdAt ?? 0);
  return started.order > waited.order && !writtenEarlier;
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), 0);
}
