/**
 * What a board costs a gateway that takes webhooks: CPU time of its thread for each event, from the request to the
 * answer, with none, with one that nobody looks at, and with a page open.
 */
import { measure } from "./measure.ts";
import type { Size } from "./parts.ts";
import { compare, type Result } from "./report/result.ts";
import { Traffic } from "./traffic/traffic.ts";

const EVENTS = 300;

/** @returns what an event costs with a board beside without */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const traffic = await Traffic.open();
  const inbox = { kind: "memory" };
  const gateways = {
    none: await traffic.start("none", { inbox, board: false }),
    "that nobody looks at": await traffic.start("idle", { inbox, board: {} }),
    "with a page open": await traffic.start("open", { inbox, board: {} }),
  };
  await traffic.watch("open");
  const paths = Object.fromEntries(
    Object.entries(gateways).map(([name, gateway]) => [name, () => traffic.send(gateway, EVENTS)]),
  ) as Record<keyof typeof gateways, () => Promise<void>>;
  const workload = { name: "webhook", count: EVENTS, keyOf: String, idOf: String };
  const { none, ...costs } = await measure(workload, paths, isQuick ? 2 : 5);
  for (const gateway of Object.values(gateways)) await gateway.close();
  await traffic.close();
  return Object.entries(costs).map(([name, costs]) =>
    compare(
      { name: `webhook to answer, board ${name}`, unit: "µs" },
      { name, costs },
      { name: "no board", costs: none },
    ),
  );
}
