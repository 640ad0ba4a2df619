import type { Mark, MarkKind } from "../../timeline/timeline.ts";
import { type Delivery, deliveriesIn, type Fixture, isRecall, isRestart } from "../fixture/fixture.ts";
import { messageIdOf, textOf } from "../fixture/said.ts";
import { lostWork, overtaking, repeatedAnswers } from "../report/findings.ts";
import type { LoggedEnding, LoggedTurn, RunLog } from "../simulation/run-log.ts";
import { SharedIdentities } from "./shared-identities.ts";

/** Everything in a run that happened at one moment. */
export function marksOf(fixture: Fixture, log: RunLog): Mark[] {
  const shared = new SharedIdentities(fixture);
  const marks = [
    ...deliveriesIn(fixture).map((delivery) => mark("arrival", delivery)),
    ...stepsOf(fixture),
    ...log.dropped.map((delivery) => ({
      ...mark("duplicate", delivery),
      ...shared.of(delivery),
      note: "dropped by the channel, which had seen its message id",
    })),
    ...log.endings.flatMap((ending) => endingOf(ending, shared)),
    ...log.turns.flatMap(commandOf),
    ...harmsOf(fixture, log, shared),
  ];
  return marks.toSorted((a, b) => a.at - b.at);
}

function mark(kind: MarkKind, delivery: Delivery, at = delivery.at): Mark {
  const { sessionKey: session } = delivery.dispatch;
  return { kind, at, session, id: messageIdOf(delivery), text: textOf(delivery) };
}

/** What happens besides arrivals. */
function stepsOf(fixture: Fixture): Mark[] {
  const deliveries = deliveriesIn(fixture);
  return fixture.steps.flatMap((step) => {
    if (isRestart(step)) return [{ kind: "restart", at: step.at } as const];
    if (!isRecall(step)) return [];
    const recalled = deliveries.find(({ dispatch }) => dispatch.ids.includes(step.recalls));
    return [
      recalled ? mark("recall", recalled, step.at) : { kind: "recall", at: step.at, note: step.recalls },
    ];
  });
}

/** What got no turn of its own. */
function endingOf({ delivery, status, reason }: LoggedEnding, shared: SharedIdentities): Mark[] {
  if (status === "completed" || status === "failed") return [];
  if (status === "duplicate") return [{ ...mark("duplicate", delivery), ...shared.of(delivery) }];
  if (status === "joined") return [{ ...mark("join", delivery), ...shared.of(delivery) }];
  return [{ ...mark("not-run", delivery), note: reason ? `${status}: ${reason}` : status }];
}

function commandOf({ kind, delivery, startedAt }: LoggedTurn): Mark[] {
  return kind === "run" ? [] : [mark(kind === "reset" ? "barrier" : "bypass", delivery, startedAt)];
}

function harmsOf(fixture: Fixture, log: RunLog, shared: SharedIdentities): Mark[] {
  const atEnd = (kind: MarkKind, { delivery, endedAt }: LoggedTurn) => mark(kind, delivery, endedAt);
  const taken = log.turns.filter(({ status }) => status === "takeover");
  return [
    ...taken.map((turn) => atEnd("takeover", turn)),
    ...repeatedAnswers(log).map((turn) => ({ ...atEnd("twice", turn), ...shared.of(turn.delivery) })),
    ...lostWork(fixture, log).map((delivery) => mark("lost", delivery)),
    ...overtaking(log).map(({ delivery, startedAt }) => mark("out-of-order", delivery, startedAt)),
  ];
}
