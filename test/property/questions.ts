import { expect } from "vitest";
import { isWaiting, linkedTo, type Observed } from "./observed.ts";
import type { Step } from "./schedule.ts";
import type { World } from "./world.ts";

/** A question of a turn. */
export interface Asked {
  readonly by: Observed;
  /** How many dispatches there were before it. */
  readonly after: number;
  isOpen: boolean;
}

/** 10: the right message has come, and the right question was answered. */
export function checkAnswer(world: World, asked: Asked, answer: Observed): void {
  const { by, after } = asked;
  expect(answer.answered, "10: a message answers once").toBeUndefined();
  expect(answer.startedAt, "10: an answer gets no turn").toBeUndefined();
  expect(answer.number, "10: an answer comes after the question").toBeGreaterThanOrEqual(after);
  expect([answer.plan.sender, answer.plan.session], "10: of the person who was asked").toEqual([
    by.plan.sender ?? "nobody",
    by.plan.session,
  ]);
  expect(world.kindOf(answer), "10: a command is no answer").toBe("ordinary");
  expect(answer.inSession, "6, 10: a part of a turn is no answer").toBe(false);
  expect(answer.surelyBarred, "4, 10: an answer passes no barrier").toBe(false);
  const older = world.asked.slice(0, world.asked.indexOf(asked)).filter((it) => isSame(it, asked));
  expect(older, "10: the oldest question first").toEqual([]);
}

/** 10, after each step. `open` are the questions that were so before it. */
export function checkQuestions(world: World, step: Step, open: readonly Asked[]): void {
  for (const asked of world.asked.filter(({ isOpen }) => isOpen)) {
    const missed = world.seen.slice(asked.after).filter((seen) => isMissed(world, asked, seen));
    expect(missed, "10: an answer comes at once").toEqual([]);
  }
  const left = open.filter(({ isOpen, by }) => isOpen && isClosedBy(world, step, by.plan.session));
  expect(left, "10: what was asked is closed").toEqual([]);
}

/** Is this message an answer for which the question is still waiting? */
function isMissed(world: World, { by }: Asked, seen: Observed): boolean {
  const { plan, answered, inTurn, maybeBarred } = seen;
  if (plan.sender === undefined || plan.sender !== by.plan.sender) return false;
  if (plan.session !== by.plan.session || answered || inTurn || maybeBarred) return false;
  const isDone = seen.startedAt === undefined && !isWaiting(seen);
  return !isDone && world.kindOf(seen) === "ordinary" && linkedTo(seen, world.seen).length === 1;
}

function isSame(a: Asked, b: Asked): boolean {
  const [one, other] = [a.by.plan, b.by.plan];
  return a.isOpen && one.session === other.session && one.sender === other.sender;
}

function isClosedBy(world: World, step: Step, session: string): boolean {
  if (step.kind === "close") return true;
  if (step.kind === "cancel") return step.session === session;
  if (step.kind !== "dispatch" || step.dispatch.session !== session) return false;
  const seen = world.seen.find(({ plan }) => plan === step.dispatch);
  const isStop = ["/stop", "停止"].includes(step.dispatch.text ?? "");
  return isStop && seen?.startedAt !== undefined && linkedTo(seen, world.seen).length === 1;
}

/** Does a barrier wait in the session, surely or possibly, when a dispatch of it is made now? */
export function barriersBefore(world: World, session: string) {
  const waiting = world.waiting.filter(({ plan }) => plan.session === session);
  const bars = (seen: Observed) => ["barrier", "interrupt"].includes(world.kindOf(seen));
  const lasts = ({ arrivedAt, plan: { abortAfterMs = Number.POSITIVE_INFINITY } }: Observed) =>
    arrivedAt < world.clock.now && arrivedAt + abortAfterMs > world.clock.now;
  const isAlone = (seen: Observed) => linkedTo(seen, world.seen).length === 1;
  return {
    surelyBarred: waiting.some((seen) => bars(seen) && !seen.inTurn && lasts(seen) && isAlone(seen)),
    maybeBarred: waiting.some((seen) => linkedTo(seen, world.seen).some(bars)),
  };
}
