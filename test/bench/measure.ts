import { collectGarbage } from "../support/heap.ts";
import { type Cost, compare, type Result } from "./report/result.ts";

/** A way to handle `count` events; the same workload for every contender. */
export type Contender = (workload: Workload) => Promise<void>;

export interface Workload {
  readonly name: string;
  readonly count: number;
  /** Wait for each event before the next one is sent? */
  readonly awaited?: boolean;
  readonly keyOf: (event: number) => string;
  readonly idOf: (event: number) => string;
}

/** Sends every event of a workload to `send`. */
export async function drive({ count, awaited }: Workload, send: (event: number) => unknown): Promise<void> {
  const sent: unknown[] = [];
  for (let event = 0; event < count; event++) {
    if (awaited) await send(event);
    else sent.push(send(event));
  }
  await Promise.all(sent);
}

/**
 * What an event costs each contender in each round, in µs. They take turns within a round, and the first of one round is
 * the last of the next, so that whatever else the machine does hits all of them. One round before warms up.
 */
export async function measure<Name extends string>(
  workload: Workload,
  contenders: Record<Name, Contender>,
  rounds: number,
): Promise<Record<Name, Cost[]>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>;
  for (let round = -1; round < rounds; round++) {
    const first = Math.max(0, round) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const cost = await costOf(workload.count, () => contenders[name](workload));
      if (round >= 0) samples[name].push(cost);
    }
  }
  return samples;
}

/** Puts one of those that were measured beside each of the others. */
export function beside(
  samples: Readonly<Record<string, readonly Cost[]>>,
  ours: string,
  name: string,
): Result[] {
  const mine = { name: ours, costs: samples[ours] ?? [] };
  return Object.entries(samples)
    .filter(([peer]) => peer !== ours)
    .map(([peer, costs]) => compare({ name, unit: "µs" }, mine, { name: peer, costs }));
}

/** What each of so many events costs, in µs. */
export async function costOf(count: number, handleAll: () => Promise<void>): Promise<Required<Cost>> {
  collectGarbage();
  const cpuBefore = process.threadCpuUsage();
  const before = performance.now();
  await handleAll();
  const wall = (performance.now() - before) * 1000;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return { wall: wall / count, cpu: (user + system) / count };
}
