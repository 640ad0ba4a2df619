import { getEventListeners } from "node:events";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DeadlockError } from "../../src/index.ts";
import { isRunning, linkedTo, type Observed } from "./observed.ts";
import { type Schedule, type Step, schedules } from "./schedule.ts";
import { World } from "./world.ts";

const numRuns = Number(process.env.FC_RUNS ?? 3_000);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

test(`the invariants hold after every step of ${numRuns} random schedules (FC_SEED=${seed})`, async () => {
  console.log(`property test: FC_SEED=${seed} FC_RUNS=${numRuns}`);
  await fc.assert(fc.asyncProperty(schedules, holds), { numRuns, seed });
});

async function holds(schedule: Schedule): Promise<void> {
  const world = new World(schedule);
  const succeeded = new Set<string>();
  world.onStart = (seen) => checkStart(world, seen, succeeded);
  for (const step of schedule.steps) {
    const before = world.seen.length;
    await world.play(step);
    checkStep(world, step, before);
    checkPassed(world, schedule.options.reorderWindowMs);
    remember(world, succeeded);
  }
  await world.finish();
  checkEnd(world);
}

/** 1, 3 and 4, at the moment a handler starts. */
function checkStart(world: World, seen: Observed, succeeded: Set<string>): void {
  const { plan } = seen;
  if (seen.inTurn) return expect(seen.arrivedAt, "6: a part of a turn runs at once").toBe(world.clock.now);
  remember(world, succeeded);
  expect(
    plan.ids.filter((id) => succeeded.has(id)),
    "1, 2: finished work does not run again",
  ).toEqual([]);
  const twins = world.openTwins(seen).filter((twin) => isRunning(twin) && !twin.inTurn);
  expect(twins, "1: no two runs of one work").toEqual([]);
  if (seen.bypass) return;
  const others = world.holders.filter((turn) => turn !== seen && turn.plan.session === plan.session);
  expect(others, "3: one turn per session").toEqual([]);
  if (world.kindOf(seen) !== "interrupt") notePassed(world, seen);
}

/** 4: who was passed at this start? Whether they still waited shows a moment later, when endings are known. */
function notePassed(world: World, seen: Observed): void {
  const place = placeOf(world, seen);
  for (const other of world.seen) {
    if (other.ending || other.startedAt !== undefined || other.bypass) continue;
    if (other.plan.session !== seen.plan.session || other.number >= place.number) continue;
    // It may be waiting in another session, or for a turn elsewhere.
    if (linkedTo(other, world.seen).length === 1) world.passed.push({ place, other });
  }
}

/** 4: one that came first may only be overtaken as the reorder window allows. */
function checkPassed(world: World, windowMs: number): void {
  for (const { place, other } of world.passed.splice(0)) {
    if (other.ending && other.startedAt === undefined) continue;
    expect(world.kindOf(other), "4: nothing passes a barrier").toBe("ordinary");
    expect(place.arrivedAt - other.arrivedAt, "4: only within the window").toBeLessThan(windowMs);
    expect(writtenAt(place), "4: in order of writing").toBeLessThan(writtenAt(other));
  }
}

/** The first of its work still open: joiners take the lead when a leader leaves, and keep its place. */
function placeOf(world: World, seen: Observed): Observed {
  const open = world.seen.filter((other) => other.ending === undefined && other.startedAt === undefined);
  return linkedTo(seen, open).reduce((first, other) => (other.number < first.number ? other : first));
}

const writtenAt = ({ arrivedAt, plan }: Observed) => arrivedAt - (plan.ageMs ?? Number.NaN);

/** 5, 7 and 8, after each step. */
function checkStep(world: World, step: Step, before: number): void {
  if (world.violations.length > 0) throw world.violations[0];
  const stats = world.dedup.stats();
  const endings = Object.values(stats.outcomes).reduce((sum, count) => sum + count);
  expect(endings + stats.running + stats.waiting, "8: the counters add up").toBe(stats.dispatched);
  expect(stats.dispatched, "8: every dispatch is counted").toBe(world.seen.length);
  expect(endings, "8: every ending is counted").toBe(world.seen.filter((seen) => seen.ending).length);
  for (const session of world.dedup.sessions()) {
    const opens = session.waiting.some(() => world.clock.countTimers() > 0);
    expect(session.running ?? opens, `5: "${session.key}" waits for nothing`).toBeTruthy();
  }
  if (step.kind !== "dispatch" || world.closing) return;
  for (const seen of world.seen.slice(before)) {
    if (world.kindOf(seen) !== "bypass") continue;
    const runs = linkedTo(seen, world.seen).some(isRunning);
    expect(seen.ending ?? runs, "7: a bypass command, or the work it joins, runs at once").toBeTruthy();
  }
}

/** 2: what a success was known by. */
function remember(world: World, succeeded: Set<string>): void {
  for (const { ending, plan, maybeAgain } of world.seen) {
    const done = (ending === "completed" && !maybeAgain) || ending === "joined" || ending === "duplicate";
    if (done) for (const id of plan.ids) succeeded.add(id);
  }
}

/** A turn that outlives its engine's close may still succeed, when nobody hears of it any more. */
const mayHaveSucceeded = ({ ending, handlerEndedAt }: Observed): boolean =>
  ending === "completed" || (ending === "cancelled" && handlerEndedAt !== undefined);

/** 2, 6, 8 and 9, when everything has come to rest. */
function checkEnd(world: World): void {
  if (world.violations.length > 0) throw world.violations[0];
  expect(
    world.seen.filter((seen) => seen.ending === undefined),
    "6, 8: nothing hangs",
  ).toEqual([]);
  for (const seen of world.seen) {
    if (seen.ending === "duplicate") {
      const succeeded = linkedTo(seen, world.seen).some(mayHaveSucceeded);
      expect(succeeded, "2: a duplicate is one of work that succeeded").toBe(true);
    }
    if (seen.error instanceof DeadlockError)
      expect(seen.parent, "6: only a nested one closes a circle").toBeDefined();
    if (seen.ending === "completed") expect(seen.handlerEndedAt, "8: completed means done").toBeDefined();
  }
  const { running, waiting, sessions, settled } = world.dedup.stats();
  expect({ running, waiting, sessions }, "9: idle").toEqual({ running: 0, waiting: 0, sessions: 0 });
  expect(settled, "9: no more is remembered than there was").toBeLessThanOrEqual(20);
  expect(world.clock.countTimers(), "9: no timer").toBe(0);
  const listeners = world.controllers.flatMap(({ signal }) => getEventListeners(signal, "abort"));
  expect(listeners, "9: no listener").toEqual([]);
}
