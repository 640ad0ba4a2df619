import type { Scenario } from "./scenarios.ts";
import { add, judge, NOTHING, type Verdict } from "./verdict.ts";
import { World, type WorldOptions } from "./world.ts";

/** A scenario's verdict, all rounds added. */
export interface Row {
  readonly scenario: Scenario;
  readonly verdict: Verdict;
}

/** Starts one gateway, runs these scenarios against it and stops it. */
export async function runScenarios(options: WorldOptions, scenarios: readonly Scenario[]): Promise<Row[]> {
  const world = await World.start(options);
  try {
    const rows: Row[] = [];
    for (const scenario of scenarios) rows.push({ scenario, verdict: await runOne(scenario, world) });
    return rows;
  } finally {
    await world.close();
  }
}

async function runOne(scenario: Scenario, world: World): Promise<Verdict> {
  let sum = NOTHING;
  for (let round = 0; round < (scenario.rounds ?? 1); round++) {
    const talk = world.conversation();
    await scenario.run(talk, world);
    await talk.settle();
    const verdict = judge(talk, await world.gateway.log(), scenario.dmScope === "main");
    console.log(`  ${scenario.name}: ${JSON.stringify(verdict)}`);
    if (process.env.E2E_VERBOSE) console.log(talk.heard());
    sum = add(sum, verdict);
  }
  return sum;
}
