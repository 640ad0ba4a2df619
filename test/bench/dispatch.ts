/**
 * What a dispatch costs beside a bare promise chain, the bare p-queue and lru-cache parts, and the SDK's own decoding of
 * one event. "Parts": a p-queue for each session and an LRU with TTL, the queues kept for ever or dropped when idle.
 */
import { EventDispatcher, LoggerLevel } from "@larksuiteoapi/node-sdk";
import { LRUCache } from "lru-cache";
import PQueue from "p-queue";
import { createDispatchDedup } from "../../src/index.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { beside, type Contender, drive, measure, type Workload } from "./measure.ts";
import type { Size } from "./parts.ts";
import type { Result } from "./report/result.ts";

const handler = async () => {};

const promiseChain: Contender = (workload) => {
  const tails = new Map<string, Promise<void>>();
  return drive(workload, (event) => {
    const key = workload.keyOf(event);
    const turn = (tails.get(key) ?? Promise.resolve()).then(handler);
    tails.set(key, turn);
    return turn.then(() => {
      if (tails.get(key) === turn) tails.delete(key);
    });
  });
};

interface PartsOptions {
  /** Keep the p-queue of a session that is idle? */
  readonly keepQueues: boolean;
  /** For how many ms lru-cache believes the clock. */
  readonly ttlResolution: number;
}

/** The bare parts, in no more order than this needs. */
const parts =
  ({ keepQueues, ttlResolution }: PartsOptions): Contender =>
  (workload) => {
    const queues = new Map<string, PQueue>();
    const settled = new LRUCache<string, true>({ max: 100_000, ttl: 86_400_000, ttlResolution });
    const running = new Map<string, Promise<void>>();
    const start = async (key: string, id: string) => {
      const queue = queues.get(key) ?? new PQueue({ concurrency: 1 });
      queues.set(key, queue);
      await queue.add(handler);
      settled.set(id, true);
      running.delete(id);
      if (keepQueues) return;
      if (queue.size === 0 && queue.pending <= 1 && queues.get(key) === queue) queues.delete(key);
    };
    return drive(workload, (event) => {
      const id = workload.idOf(event);
      if (settled.has(id)) return undefined;
      const inFlight = running.get(id);
      if (inFlight) return inFlight;
      const turn = start(workload.keyOf(event), id);
      running.set(id, turn);
      return turn;
    });
  };

const engine: Contender = (workload) => {
  const dedup = createDispatchDedup({ maxQueued: Number.MAX_SAFE_INTEGER });
  return drive(workload, (event) =>
    dedup({ ids: [workload.idOf(event)], sessionKey: workload.keyOf(event), text: "hello" }, handler),
  );
};

const dispatcher = new EventDispatcher({ loggerLevel: LoggerLevel.error }).register({
  "im.message.receive_v1": handler,
});
// About 1.2 KB, as a message of some sentences in a thread has on the wire.
const body = JSON.stringify(new EventMaker().text({ user: "ann", thread: "t" }, "hello ".repeat(80)));
const sdkDecode: Contender = (workload) => drive(workload, () => dispatcher.invoke(JSON.parse(body)));

const id = (event: number) => `message:om_${event}`;
const everyTwo = {
  keyOf: (event: number) => `s${(event >> 1) % 10_000}`,
  idOf: (event: number) => id(event >> 1),
};
const workloads: (Workload & { readonly isUsual?: boolean })[] = [
  { name: "burst on 1 session", count: 20_000, keyOf: () => "s", idOf: id },
  {
    name: "1 session, each awaited",
    count: 20_000,
    awaited: true,
    isUsual: true,
    keyOf: () => "s",
    idOf: id,
  },
  { name: "10,000 sessions × 10", count: 100_000, keyOf: (event) => `s${event % 10_000}`, idOf: id },
  { name: "100,000 sessions", count: 100_000, keyOf: (event) => `s${event}`, idOf: id },
  { name: "half of them duplicates", count: 100_000, isUsual: true, ...everyTwo },
  { name: "half duplicates, each awaited", count: 100_000, awaited: true, ...everyTwo },
];

const contenders = {
  "this package": engine,
  "promise chain": promiseChain,
  "bare parts, queues kept": parts({ keepQueues: true, ttlResolution: 1 }),
  "bare parts, queues dropped": parts({ keepQueues: false, ttlResolution: 0 }),
  "SDK's decoding of one event": sdkDecode,
};

/** @returns what a dispatch costs beside each of the others */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const results: Result[] = [];
  const quick = workloads
    .filter(({ isUsual }) => isUsual)
    .map((usual) => ({ ...usual, count: usual.count / 5 }));
  for (const workload of isQuick ? quick : workloads) {
    const samples = await measure(workload, contenders, isQuick ? 3 : 7);
    results.push(...beside(samples, "this package", workload.name));
  }
  return results;
}
