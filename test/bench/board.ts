/**
 * What a board costs a gateway that takes webhooks: CPU time of its thread for each event, from the request to the
 * answer, with none, with one that nobody looks at, and with a page open.
 */
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { checkConfig, createLog, type Gateway, startGateway } from "../../src/gateway/index.ts";
import { DEMO_APP } from "../../src/stand-in/index.ts";
import { measure } from "./measure.ts";
import type { Size } from "./parts.ts";
import { compare, type Result } from "./report/result.ts";

const EVENTS = 300;

const { botOpenId: _, ...account } = DEMO_APP;
const folder = await mkdtemp(join(tmpdir(), "board-bench-"));
const worker = new Worker(new URL("./board-worker.ts", import.meta.url));
const [domain] = (await once(worker, "message")) as [string];

/** @returns what an event costs with a board beside without */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const gateways = {
    none: await start("none", false),
    "that nobody looks at": await start("idle", {}),
    "with a page open": await start("open", {}),
  };
  await ask({ kind: "watch", file: join(folder, "open.json5.board.json") });
  const paths = Object.fromEntries(
    Object.entries(gateways).map(([name, { addresses }]) => [
      name,
      () => ask({ kind: "send", url: `${addresses.webhook}/feishu/default`, count: EVENTS }),
    ]),
  ) as Record<keyof typeof gateways, () => Promise<void>>;
  const workload = { name: "webhook", count: EVENTS, keyOf: String, idOf: String };
  const { none, ...costs } = await measure(workload, paths, isQuick ? 2 : 5);
  for (const gateway of Object.values(gateways)) await gateway.close();
  await worker.terminate();
  await rm(folder, { recursive: true });
  return Object.entries(costs).map(([name, costs]) =>
    compare(
      { name: `webhook to answer, board ${name}`, unit: "µs" },
      { name, costs },
      { name: "no board", costs: none },
    ),
  );
}

async function ask(task: object): Promise<void> {
  worker.postMessage(task);
  await once(worker, "message");
}

async function start(name: string, board: object | false): Promise<Gateway> {
  const file = join(folder, `${name}.json5`);
  const channel = {
    accounts: { default: account },
    domain,
    transport: "webhook",
    middleware: ["feishu-dispatch-dedup"],
  };
  const ports = { health: { port: 0 }, webhook: { port: 0 } };
  const config = {
    channels: { feishu: channel },
    agent: { kind: "echo" },
    inbox: { kind: "memory" },
    ...ports,
  };
  const input = { ...config, session: { dmScope: "per-channel-peer" }, board };
  const gateway = await startGateway(checkConfig(input, file), { log: createLog("silent") });
  await gateway.connected;
  return gateway;
}
