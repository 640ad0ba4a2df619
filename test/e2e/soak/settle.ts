import { setTimeout as sleep } from "node:timers/promises";
import type { StandIn } from "../../../src/stand-in/index.ts";
import { Scrape } from "../../support/gateway/scrape.ts";
import type { DayGateway } from "../day/gateway.ts";

/** How long what is left may take. Something that hangs, and is asked for again until it is given up, takes longest. In ms. */
const REST_MS = 60_000;

/** Resolves when everything was taken and nothing runs or waits any more, or does not want to end. */
export async function settle(feishu: StandIn, gateways: readonly DayGateway[]): Promise<void> {
  const until = performance.now() + REST_MS;
  while (performance.now() < until) {
    await sleep(500);
    const open = feishu.deliveries.filter(({ state }) => state === "open").length;
    const left = await Promise.all(gateways.map(({ running }) => leftAt(running?.health)));
    if (open === 0 && left.every((count) => count === 0)) return;
  }
}

/** What runs or waits; undefined when it does not tell. */
async function leftAt(health: string | undefined): Promise<number | undefined> {
  const scrape = await Scrape.of(health).catch(() => undefined);
  return scrape && scrape.sum("feishu_dispatch_inbox_pending") + scrape.sum("feishu_dispatch_turns_running");
}
