/**
 * What a dispatch costs, in ns per event, beside a bare promise chain, the bare p-queue and lru-cache parts,
 * and the SDK's own decoding of one event, all in one run. Only ratios of one run mean anything.
 */
import { EventDispatcher, LoggerLevel } from "@larksuiteoapi/node-sdk";
import Table from "cli-table3";
import { LRUCache } from "lru-cache";
import PQueue from "p-queue";
import { createDispatchDedup } from "../../src/index.ts";
import { EventMaker } from "../../src/stand-in/index.ts";
import { type Contender, drive, measure, type Workload } from "./measure.ts";

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

const parts: Contender = (workload) => {
  const queues = new Map<string, PQueue>();
  const settled = new LRUCache<string, true>({ max: 100_000, ttl: 86_400_000, ttlResolution: 0 });
  const running = new Map<string, Promise<void>>();
  const start = async (key: string, id: string) => {
    const queue = queues.get(key) ?? new PQueue({ concurrency: 1 });
    queues.set(key, queue);
    await queue.add(handler);
    settled.set(id, true);
    running.delete(id);
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
const workloads: Workload[] = [
  { name: "burst on 1 session", count: 20_000, keyOf: () => "s", idOf: id },
  { name: "1 session, each awaited", count: 20_000, awaited: true, keyOf: () => "s", idOf: id },
  { name: "10,000 sessions × 10", count: 100_000, keyOf: (event) => `s${event % 10_000}`, idOf: id },
  { name: "100,000 sessions", count: 100_000, keyOf: (event) => `s${event}`, idOf: id },
  {
    name: "half of them duplicates",
    count: 100_000,
    keyOf: (event) => `s${(event >> 1) % 10_000}`,
    idOf: (event) => id(event >> 1),
  },
];

const rounds = Number(process.argv[2] ?? 7);
const table = new Table({
  head: [
    "ns per event",
    "promise chain",
    "p-queue + lru-cache",
    "SDK decode",
    "this package",
    "÷ parts",
    "÷ SDK",
  ],
  colAligns: ["left", "right", "right", "right", "right", "right", "right"],
});
for (const workload of workloads.filter((w) => !process.argv[3] || w.name.includes(process.argv[3]))) {
  const ns = await measure(workload, { promiseChain, parts, sdkDecode, engine }, rounds);
  const numbers = [ns.promiseChain, ns.parts, ns.sdkDecode, ns.engine].map((value) => value.toFixed(0));
  table.push([
    workload.name,
    ...numbers,
    (ns.engine / ns.parts).toFixed(2),
    (ns.engine / ns.sdkDecode).toFixed(2),
  ]);
}
console.log(`${table}`);
