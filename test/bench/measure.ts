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

/** What one event costs, in ns. */
export interface Cost {
  /** What a user waits; whatever else the machine does counts too. */
  readonly wall: number;
  /** The thread's own CPU time. */
  readonly cpu: number;
}

/**
 * Median costs of an event. The contenders take turns within each round, so that whatever else the machine does
 * hits all of them.
 */
export async function measure<Name extends string>(
  workload: Workload,
  contenders: Record<Name, Contender>,
  rounds: number,
): Promise<Record<Name, Cost>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const cost = await costOf(workload, contenders[name]);
      if (round >= 0) samples[name].push(cost); // the first round warms up
    }
  }
  const medians = names.map((name) => [
    name,
    { wall: median(samples[name].map(({ wall }) => wall)), cpu: median(samples[name].map(({ cpu }) => cpu)) },
  ]);
  return Object.fromEntries(medians) as Record<Name, Cost>;
}

async function costOf(workload: Workload, contender: Contender): Promise<Cost> {
  globalThis.gc?.();
  const cpuBefore = process.threadCpuUsage();
  const before = performance.now();
  await contender(workload);
  const wall = (performance.now() - before) * 1e6;
  const { user, system } = process.threadCpuUsage(cpuBefore);
  return { wall: wall / workload.count, cpu: ((user + system) * 1000) / workload.count };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
