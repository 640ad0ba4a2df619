import { z } from "zod";
import { idleCosts, unreleased } from "./gateway-log.ts";
import type { Scenario } from "./scenario.ts";
import { add, judge, NOTHING, type Verdict } from "./verdict.ts";
import { World, type WorldOptions } from "./world.ts";

/** What came of the scenarios that ran against one gateway. */
export interface RunResult {
  readonly options: WorldOptions;
  readonly verdicts: ReadonlyMap<Scenario, Verdict>;
  /** What the plugin cost messages of idle sessions, in ms. */
  readonly idleCosts: readonly number[];
  /** From the delivery of a message to the model, in ms, where nothing else was going on. */
  readonly latencies: readonly number[];
  /** The plugin's own books, at the end. */
  readonly books: Books | undefined;
  readonly faults: readonly string[];
}

/** What the plugin's status says. */
export type Books = z.infer<typeof Books>;

const Books = z.object({
  counters: z.record(z.string(), z.number()),
  engine: z.object({ running: z.number(), waiting: z.number() }),
  memory: z.string(),
});

/** The first messages of a gateway take longer, whatever is in their way. */
const WARM_UP = 5;

/** Starts one gateway, runs these scenarios against it, asks the plugin for its books and stops the gateway. */
export async function runScenarios(
  options: WorldOptions,
  scenarios: readonly Scenario[],
  maxRounds = Number.POSITIVE_INFINITY,
): Promise<RunResult> {
  const world = await World.start(options);
  try {
    const verdicts = new Map<Scenario, Verdict>();
    const latencies: number[] = [];
    const faults: string[] = [];
    const runIt = async (scenario: Scenario) => {
      const rounds = Math.min(scenario.rounds ?? 1, maxRounds);
      verdicts.set(scenario, await runRounds(scenario, world, rounds, { latencies, faults }));
    };
    // The long ones are mostly waiting, in sessions of their own: side by side they take half the time.
    const atOnce = scenarios.filter(({ effort }) => effort === "long");
    for (const scenario of scenarios) if (!atOnce.includes(scenario)) await runIt(scenario);
    await Promise.all(atOnce.map(runIt));
    // Asked first: by the time of the answer the last message has left the plugin, and the log says so.
    const books = await booksOf(world);
    const log = await world.gateway.log();
    faults.push(...unreleased(log).map((message) => `never let go: ${message}`));
    return { options, verdicts, latencies, faults, idleCosts: idleCosts(log), books };
  } finally {
    await world.close();
  }
}

async function runRounds(
  scenario: Scenario,
  world: World,
  rounds: number,
  seen: { latencies: number[]; faults: string[] },
): Promise<Verdict> {
  let sum = NOTHING;
  for (let round = 0; round < rounds; round++) {
    const talk = world.conversation();
    await scenario.run(talk, world);
    await talk.settle();
    const verdict = judge(talk, await world.gateway.log(), world.options.dmScope === "main");
    console.log(`  ${world.name} ${scenario.name}: ${JSON.stringify(verdict)}`, ...talk.faults);
    if (process.env.E2E_VERBOSE) console.log(talk.heard());
    if (scenario.idle) seen.latencies.push(...talk.latencies().slice(WARM_UP));
    seen.faults.push(...talk.faults.map((fault) => `${scenario.name}: ${fault}`));
    sum = add(sum, verdict);
  }
  return sum;
}

async function booksOf({ options, gateway }: World): Promise<Books | undefined> {
  if (!options.plugin) return undefined;
  const { output } = await gateway.call("feishu-dispatch-dedup.status");
  const answer = /\{.*\}/s.exec(output)?.[0];
  if (!answer) throw new Error(`the plugin's status could not be read:\n${output}`);
  return Books.parse(JSON.parse(answer));
}
