import { DEMO_APP } from "../../../src/stand-in/index.ts";
import type { GatewayPlan } from "../day/gateway-config.ts";
import { sizesOfDatabase, sizesOfFile } from "./sizes.ts";
import type { WatchPlan } from "./watch.ts";

const [first, second] = ["1", "2"].map((digit) => ({
  ...DEMO_APP,
  appId: `cli_${digit.repeat(16)}`,
  botOpenId: `ou_b0${digit}`,
})) as [typeof DEMO_APP, typeof DEMO_APP];
/** The bots that the gateways are. */
export const apps = [first, second];

export interface PlanOptions {
  /** The database, as the gateway reaches it, and as it is looked at. */
  readonly databaseUrl: string;
  /** Where vitals are written, one file for each gateway. */
  readonly folder: string;
  /** How often a process tells how it is, in ms. */
  readonly everyMs: number;
}

/** One gateway for each durable inbox. */
export function plansOf({ databaseUrl, folder, everyMs }: PlanOptions): (GatewayPlan & WatchPlan)[] {
  const plan = (name: string) => {
    const file = `${folder}/${name}.vitals.jsonl`;
    const preload = new URL("vitals/tell-vitals.ts", import.meta.url);
    preload.search = String(new URLSearchParams({ file, everyMs: String(everyMs) }));
    return {
      ...({ name, preload, file, everyMs, transport: "websocket", dmScope: "per-channel-peer" } as const),
      ...({ agent: "http", restarts: RESTARTS, hasHealth: true, maxSettled: 500 } as const),
    };
  };
  const inbox = { kind: "postgres", url: databaseUrl, name: "soak" };
  return [
    { ...plan("sqlite"), apps: [first], sizesOf: sizesOfFile },
    { ...plan("postgres"), apps: [second], inbox, sizesOf: () => sizesOfDatabase(databaseUrl) },
  ];
}

/** How often a gateway is ended while that is done, in a minute. */
const RESTARTS = 6;
