import { expect } from "vitest";
import { isRunning, linkedTo, type Observed } from "./observed.ts";
import type { World } from "./world.ts";

/** 1, 2, 3, 4 and 6, at the moment a handler starts. */
export function checkStart(world: World, seen: Observed, succeeded: ReadonlySet<string>): void {
  const { plan } = seen;
  if (seen.inTurn) return expect(seen.arrivedAt, "6: a part of a turn runs at once").toBe(world.clock.now);
  expect(
    plan.ids.filter((id) => succeeded.has(id)),
    "1, 2: finished work does not run again",
  ).toEqual([]);
  expect(
    plan.ids.filter((id) => world.recalled.has(id)),
    "what was recalled does not run",
  ).toEqual([]);
  const twins = world.openTwins(seen).filter((twin) => isRunning(twin) && !twin.inTurn);
  expect(twins, "1: no two runs of one work").toEqual([]);
  const { maxAgeMs } = world.options;
  const tooOld = maxAgeMs > 0 && (plan.ageMs ?? 0) > maxAgeMs && linkedTo(seen, world.seen).length === 1;
  expect(tooOld, "what is too old does not run").toBe(false);
  if (seen.bypass) return;
  const others = world.holders.filter((turn) => turn !== seen && turn.plan.session === plan.session);
  expect(others, "3: one turn per session").toEqual([]);
  if (world.kindOf(seen) === "interrupt") return;
  notePassed(world, seen);
  checkWindow(world, seen);
}

/** 4: who was passed at this start? Whether they still waited shows a moment later, when endings and answers are known. */
function notePassed(world: World, seen: Observed): void {
  const first = Math.min(...linkedTo(seen, world.waiting).map(({ place }) => place));
  const place = world.seen[first] ?? seen;
  for (const other of waitingBeside(world, seen))
    if (other.number < place.number) world.passed.push({ place, other });
}

/** 4: the next in line would have overtaken this one, if it was written earlier and came within the window. */
function checkWindow(world: World, seen: Observed): void {
  const waiting = world.waiting.filter(({ plan }) => plan.session === seen.plan.session);
  const clear =
    waiting.length === waitingBeside(world, seen).length && linkedTo(seen, world.seen).length === 1;
  if (!clear || [seen, ...waiting].some((other) => world.kindOf(other) !== "ordinary")) return;
  const next = world.seen.slice(seen.number + 1).find(({ plan }) => plan.session === seen.plan.session);
  if (!next || !waiting.includes(next)) return;
  if (next.arrivedAt - seen.arrivedAt >= world.options.reorderWindowMs) return;
  expect(writtenAt(next) < writtenAt(seen), "4: within the window in order of writing").toBe(false);
}

/** 4: one that came first may only be overtaken as the reorder window allows. */
export function checkPassed(world: World): void {
  for (const { place, other } of world.passed.splice(0)) {
    if (other.answered || (other.ending && other.startedAt === undefined)) continue;
    expect(world.kindOf(other), "4: nothing passes a barrier").toBe("ordinary");
    expect(place.arrivedAt - other.arrivedAt, "4: only within the window").toBeLessThan(
      world.options.reorderWindowMs,
    );
    expect(writtenAt(place), "4: in order of writing").toBeLessThan(writtenAt(other));
  }
}

/** Those that wait for the session too. Not those linked to others: they may wait elsewhere, or for a turn. */
function waitingBeside(world: World, seen: Observed): Observed[] {
  return world.waiting.filter(
    (other) =>
      other !== seen &&
      other.plan.session === seen.plan.session &&
      !other.bypass &&
      linkedTo(other, world.seen).length === 1,
  );
}

const writtenAt = ({ arrivedAt, plan }: Observed) => arrivedAt - (plan.ageMs ?? Number.NaN);
