import { type Delivery, deliveriesIn, type Fixture } from "../fixture/fixture.ts";
import type { LoggedTurn, RunLog } from "../simulation/run-log.ts";

/** Commands like `/stop` have to pass what runs and what waits. */
export function inOrder({ kind }: LoggedTurn): boolean {
  return kind !== "control";
}

/** What was asked for, never got a reply, and was not called off: the first delivery of each work. */
export function lostWork(fixture: Fixture, { replies, calledOff }: RunLog): Delivery[] {
  const byWork = Map.groupBy(deliveriesIn(fixture), ({ work }) => work);
  const lost = [...byWork].filter(([work]) => !replies.has(work) && !calledOff.has(work));
  return lost.flatMap(([, deliveries]) => deliveries.slice(0, 1));
}

/** The turns that replied to what had its reply already. */
export function repeatedAnswers({ turns }: RunLog): LoggedTurn[] {
  const answers = turns.filter(({ status }) => status === "ok").toSorted((a, b) => a.endedAt - b.endedAt);
  return [...Map.groupBy(answers, ({ delivery }) => delivery.work).values()].flatMap(([, ...more]) => more);
}

/** The turns that have overtaken another of their session. A delivery counts from its first attempt, and once. */
export function overtaking({ turns }: RunLog): LoggedTurn[] {
  const sessions = Map.groupBy(turns.filter(inOrder), ({ delivery }) => delivery.dispatch.sessionKey);
  return [...sessions.values()].flatMap((session) => {
    const attempts = [...Map.groupBy(session, ({ delivery }) => delivery).values()];
    const first = attempts.flatMap(([turn]) => turn ?? []);
    return first.filter((it, index) => first.slice(index + 1).some((next) => overtakes(it, next)));
  });
}

/** It arrived later and started earlier. That is right if it was written earlier: Feishu promises no order. */
function overtakes({ delivery: started }: LoggedTurn, { delivery: waited }: LoggedTurn): boolean {
  const writtenEarlier = (started.dispatch.createdAt ?? 0) < (waited.dispatch.createdAt ?? 0);
  return started.order > waited.order && !writtenEarlier;
}
