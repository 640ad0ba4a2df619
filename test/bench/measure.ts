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
 * Median ns of the thread's own CPU time per event. The contenders take turns within each round, so that
 * whatever else the machine does hits all of them.
 */
export async function measure<Name extends string>(
  workload: Workload,
  contenders: Record<Name, Contender>,
  rounds: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contenders) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      globalThis.gc?.();
      const start = process.threadCpuUsage();
      await contenders[name](workload);
      const { user, system } = process.threadCpuUsage(start);
      const ns = ((user + system) * 1000) / workload.count;
      if (round >= 0) samples[name].push(ns); // the first round warms up
    }
  }
  const medians = names.map((name) => [name, median(samples[name])]);
  return Object.fromEntries(medians) as Record<Name, number>;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
