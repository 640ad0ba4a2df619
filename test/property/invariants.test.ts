import fc from "fast-check";
import { test } from "vitest";
import { checkQuestions } from "./questions.ts";
import { type Schedule, schedules } from "./schedule.ts";
import { checkPassed, checkStart } from "./starts.ts";
import { checkEnd, checkStep } from "./steps.ts";
import { World } from "./world.ts";

const numRuns = Number(process.env.FC_RUNS ?? 1_000);
const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

test(`the invariants hold after every step of ${numRuns} random schedules (FC_SEED=${seed})`, async () => {
  console.log(`property test: FC_SEED=${seed} FC_RUNS=${numRuns}`);
  await fc.assert(fc.asyncProperty(schedules, holds), { numRuns, seed });
});

async function holds(schedule: Schedule): Promise<void> {
  const world = new World(schedule);
  const succeeded = new Set<string>();
  world.onStart = (seen) => {
    remember(world, succeeded);
    checkStart(world, seen, succeeded);
  };
  for (const step of schedule.steps) {
    const before = world.seen.length;
    const open = world.asked.filter(({ isOpen }) => isOpen);
    await world.play(step);
    throwViolations(world);
    checkStep(world, step, before);
    checkPassed(world);
    checkQuestions(world, step, open);
    remember(world, succeeded);
  }
  await world.finish();
  throwViolations(world);
  checkEnd(world);
}

/** 2: what a success was known by. */
function remember(world: World, succeeded: Set<string>): void {
  for (const { ending, plan, maybeAgain } of world.seen) {
    const done = (ending === "completed" && !maybeAgain) || ending === "joined" || ending === "duplicate";
    if (done) for (const id of plan.ids) succeeded.add(id);
  }
}

function throwViolations({ violations }: World): void {
  if (violations.length > 0) throw violations[0];
}
