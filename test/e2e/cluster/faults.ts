import { once } from "node:events";
import type { PostgresServer } from "../../support/postgres/server.ts";
import { type Chance, pause } from "../support/chance.ts";
import type { Agents } from "./agents.ts";
import type { ClusterGateway } from "./gateway.ts";
import { disturb, type Harm, harms, restart } from "./harm.ts";
import type { LogFile } from "./log-file.ts";

/** How often a kind of harm was done. */
export interface FaultCount {
  total: number;
  /** How often while a turn ran, of that gateway or, for the database, of any. */
  midTurn: number;
}

/** What was done, and that it was put right: for those who look for a cause. The checker does not read it. */
export interface FaultLine {
  readonly at: number;
  readonly harm: Harm;
  readonly gateway?: string | undefined;
  readonly is: "done" | "over";
}

interface FaultsOptions {
  readonly gateways: readonly ClusterGateway[];
  readonly database: PostgresServer;
  readonly agents: Agents;
  readonly chance: Chance;
  /** The kinds of harm that are done. */
  readonly only: readonly Harm[];
  readonly log: LogFile<FaultLine>;
  readonly over: AbortSignal;
}

/** How long a turn is waited for, that is to be disturbed. In ms. */
const BUSY_WITHIN_MS = 1500;
const LONGEST_BETWEEN_MS = 2000;

/** Does every kind of harm by turns, at random moments, most of them while a turn runs there. */
export class Faults {
  readonly counts: Record<Harm, FaultCount>;
  readonly #options: FaultsOptions;
  readonly #open = new Set<Promise<void>>();

  constructor(options: FaultsOptions) {
    this.#options = options;
    const none = harms.map((harm) => [harm, { total: 0, midTurn: 0 }]);
    this.counts = Object.fromEntries(none);
  }

  /** The kinds that were done less often than this in mid-turn. */
  rarerThan(least: number): Harm[] {
    return this.#options.only.filter((harm) => this.counts[harm].midTurn < least);
  }

  /** Resolves when it is over and everything was put right again. */
  async run(): Promise<void> {
    const { chance, only, over } = this.#options;
    // Without harm there is nothing to do but to wait.
    if (only.length === 0) await once(over, "abort");
    while (!over.aborted) {
      for (const harm of only.toSorted(() => chance.random() - 0.5)) {
        await pause(chance.random() * LONGEST_BETWEEN_MS, over);
        if (over.aborted) break;
        if (harm === "restarted") await this.#restart();
        else await this.#disturb(harm);
      }
    }
    await Promise.all(this.#open);
  }

  async #restart(): Promise<void> {
    await this.#options.agents.untilBusy(BUSY_WITHIN_MS);
    this.#note("restarted");
    await restart(this.#options);
    this.#options.log.write({ harm: "restarted", is: "over" });
  }

  /** One gateway at least is left alone. */
  async #disturb(harm: Exclude<Harm, "restarted">): Promise<void> {
    const { gateways, agents, chance, log } = this.#options;
    while (gateways.filter(({ isDisturbed }) => isDisturbed).length >= gateways.length - 1)
      await Promise.race(this.#open);
    const free = gateways.filter(({ isDisturbed }) => !isDisturbed);
    const gateway = free[Math.floor(chance.random() * free.length)];
    if (!gateway) return;
    await agents.untilBusy(BUSY_WITHIN_MS, gateway.name);
    this.#note(harm, gateway.name);
    gateway.isDisturbed = true;
    const done = disturb(gateway, harm, this.#options).finally(() => {
      log.write({ harm, gateway: gateway.name, is: "over" });
      gateway.isDisturbed = false;
      this.#open.delete(done);
    });
    this.#open.add(done);
  }

  #note(harm: Harm, gateway?: string): void {
    this.#options.log.write({ harm, gateway, is: "done" });
    this.counts[harm].total += 1;
    if (this.#options.agents.running(gateway) > 0) this.counts[harm].midTurn += 1;
  }
}
