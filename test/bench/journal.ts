/**
 * What it costs a gateway that takes webhooks to keep its journal beside an inbox in SQLite: CPU time of its thread for each
 * event, from the request to the answer.
 */
import { join } from "node:path";
import { costOf } from "./measure.ts";
import type { Size } from "./parts.ts";
import { type Cost, compare, type Result } from "./report/result.ts";
import { Traffic } from "./traffic/traffic.ts";

const KEPT = "kept";
const NOT = "not kept";
const days = { [KEPT]: 7, [NOT]: 0 } as const;
type Way = keyof typeof days;

/** @returns what an event costs with a journal that is kept beside one that is not */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const traffic = await Traffic.open();
  const costs: Record<Way, Cost[]> = { [KEPT]: [], [NOT]: [] };
  for (let round = -1; round < (isQuick ? 2 : 5); round += 1)
    for (const way of round % 2 ? ([KEPT, NOT] as const) : ([NOT, KEPT] as const)) {
      const cost = await costWith(traffic, way, { round, count: isQuick ? 500 : 1500 });
      if (round >= 0) costs[way].push(cost);
    }
  await traffic.close();
  const sideOf = (name: Way) => ({ name, costs: costs[name] });
  return [compare({ name: "webhook to answer, journal kept", unit: "µs" }, sideOf(KEPT), sideOf(NOT))];
}

/** To the end of the gateway: what is kept is written up to a second later. */
async function costWith(
  traffic: Traffic,
  way: Way,
  { round, count }: { readonly round: number; readonly count: number },
): Promise<Cost> {
  const name = `${way} ${round}`;
  const inbox = { kind: "sqlite", file: join(traffic.folder, `${name}.sqlite`) };
  const gateway = await traffic.start(name, { inbox, journal: { days: days[way] }, board: false });
  return costOf(count, async () => {
    await traffic.send(gateway, count);
    await gateway.close();
  });
}
