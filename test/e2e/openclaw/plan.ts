import type { Host } from "./hosts.ts";
import type { Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/index.ts";
import type { WorldOptions } from "./world.ts";

/** What was asked for on the command line. */
export interface Asked {
  readonly quick: boolean;
  readonly long: boolean;
  /** Only scenarios whose name contains this. */
  readonly only: string;
  /** Only runs with, or only without, the plugin. */
  readonly plugin: "both" | "with" | "without";
}

/** Scenarios that can share one gateway. */
export interface Batch {
  readonly dmScope: WorldOptions["dmScope"];
  /** The plugin's config; undefined: without the plugin. */
  readonly config: object | undefined;
  readonly otherPlugin: boolean;
  readonly scenarios: readonly Scenario[];
}

/** Which gateways to start for one host, and what to run against each. */
export function plan(host: Host, asked: Asked): Batch[] {
  const chosen = SCENARIOS.filter((scenario) => isChosen(scenario, host, asked));
  const batches = new Map<string, Batch & { scenarios: Scenario[] }>();
  for (const plugin of [false, true]) {
    if (asked.plugin !== "both" && plugin !== (asked.plugin === "with")) continue;
    for (const scenario of chosen) {
      if (scenario.onlyWith && !plugin) continue;
      const dmScope = asked.quick ? "main" : scenario.dmScope;
      const config = plugin ? (scenario.config ?? {}) : undefined;
      const { otherPlugin = false } = scenario;
      const key = JSON.stringify([dmScope, config, otherPlugin]);
      const batch = batches.get(key) ?? { dmScope, config, otherPlugin, scenarios: [] };
      batch.scenarios.push(scenario);
      batches.set(key, batch);
    }
  }
  return [...batches.values()];
}

function isChosen(scenario: Scenario, host: Host, { quick, long, only }: Asked): boolean {
  const { name, effort, filesOnly, severalAtOnce, sentOnly, inTurn } = scenario;
  if ((filesOnly && !host.transcriptFiles) || (severalAtOnce && host.oneByOne)) return false;
  if ((sentOnly && !host.tellsSent) || (inTurn && !host.commandsInTurn)) return false;
  if (!name.includes(only)) return false;
  if (long) return effort === "long";
  return quick ? effort === "quick" : effort !== "long";
}
