import { getEventListeners } from "node:events";
import { expect } from "vitest";
import { DeadlockError } from "../../src/index.ts";
import { isRunning, linkedTo, type Observed } from "./observed.ts";
import type { Step } from "./schedule.ts";
import type { World } from "./world.ts";

/** 5 to 8, after each step. `before` is how many dispatches there were before it. */
export function checkStep(world: World, step: Step, before: number): void {
  checkCounters(world);
  checkSessions(world);
  checkWaiting(world);
  if (step.kind === "cancel") checkCancelled(world, before, ({ plan }) => plan.session === step.session);
  if (step.kind === "recall") checkCancelled(world, before, ({ plan }) => plan.ids.includes(step.id));
  if (step.kind === "close") checkCancelled(world, before, () => true);
  if (step.kind === "dispatch" && !world.closing) checkBypass(world, world.seen.slice(before));
}

/** 8 */
function checkCounters(world: World): void {
  const stats = world.dedup.stats();
  const endings = Object.values(stats.outcomes).reduce((sum, count) => sum + count);
  expect(endings + stats.running + stats.waiting, "8: the counters add up").toBe(stats.dispatched);
  expect(stats.dispatched, "8: every dispatch is counted").toBe(world.seen.length);
  expect(endings, "8: every ending is counted once").toBe(world.seen.filter((seen) => seen.ending).length);
}

/** 5, and that no line is longer than it may be. A command that interrupts is let in always. */
function checkSessions(world: World): void {
  const { maxQueued, interruptingNew } = world.options;
  for (const { key, running, waiting } of world.dedup.sessions()) {
    const opens = waiting.some(() => world.clock.countTimers() > 0);
    expect(running ?? opens, `5: "${key}" waits for nothing`).toBeTruthy();
    const most = Math.max(maxQueued, interruptingNew ? 1 : 0) + (running ? 0 : 1);
    expect(waiting.length, `"${key}" has a line of at most ${most}`).toBeLessThanOrEqual(most);
  }
}

/** 6, and that nobody waits any more who has given up. */
function checkWaiting(world: World): void {
  const parts = world.waiting.filter(({ surelyAgain }) => surelyAgain);
  expect(parts, "6: a part of a turn runs at once").toEqual([]);
  const gone = world.waiting.filter(
    ({ arrivedAt, plan }) => arrivedAt + (plan.abortAfterMs ?? Infinity) < world.clock.now,
  );
  expect(gone, "8: who gives up is let go").toEqual([]);
}

/** 8: what waited for its session is told that it will not run. */
function checkCancelled(world: World, before: number, concerns: (seen: Observed) => boolean): void {
  const left = world.waiting.filter((seen) => seen.number < before && concerns(seen));
  const alone = left.filter((seen) => linkedTo(seen, world.seen).length === 1);
  expect(alone, "8: what waits is cancelled").toEqual([]);
}

/** 7 */
function checkBypass(world: World, dispatched: readonly Observed[]): void {
  for (const seen of dispatched) {
    if (world.kindOf(seen) !== "bypass") continue;
    const runs = linkedTo(seen, world.seen).some(isRunning);
    expect(seen.ending ?? runs, "7: a bypass command, or the work it joins, runs at once").toBeTruthy();
  }
}

/** 2, 6, 8 and 9, when everything has come to rest. */
export function checkEnd(world: World): void {
  expect(
    world.seen.filter((seen) => seen.ending === undefined),
    "6, 8: nothing hangs",
  ).toEqual([]);
  checkCounters(world);
  for (const seen of world.seen) checkEnding(world, seen);
  const { running, waiting, sessions, settled } = world.dedup.stats();
  expect({ running, waiting, sessions }, "9: idle").toEqual({ running: 0, waiting: 0, sessions: 0 });
  expect(settled, "9: no more is remembered than there was").toBeLessThanOrEqual(20);
  expect(world.clock.countTimers(), "9: no timer").toBe(0);
  const listeners = world.controllers.flatMap(({ signal }) => getEventListeners(signal, "abort"));
  expect(listeners, "9: no listener").toEqual([]);
}

function checkEnding(world: World, seen: Observed): void {
  const linked = linkedTo(seen, world.seen);
  if (seen.ending === "duplicate")
    expect(linked.some(mayHaveSucceeded), "2: a duplicate is one of work that succeeded").toBe(true);
  if (seen.ending === "completed") expect(seen.handlerEndedAt, "8: completed means done").toBeDefined();
  if (!(seen.error instanceof DeadlockError)) return;
  expect(seen.parent, "6: only a nested one closes a circle").toBeDefined();
  const part = seen.surelyAgain || (seen.inSession && linked.length === 1);
  expect(part, "6: a part of a turn closes no circle").toBe(false);
}

/** A turn that outlives its engine's close may still succeed, when nobody hears of it any more. */
const mayHaveSucceeded = ({ ending, handlerEndedAt }: Observed): boolean =>
  ending === "completed" || (ending === "cancelled" && handlerEndedAt !== undefined);
