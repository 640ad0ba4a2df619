import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConfig, createLog, type Gateway, startGateway } from "../../../src/gateway/index.ts";
import { DEMO_APP, type StandIn, startStandIn } from "../../../src/stand-in/index.ts";

export const { appId, appSecret } = DEMO_APP;
export const account = { appId, appSecret };
export const SECRET = "a-secret-that-must-not-be-seen";
export let feishu: StandIn;
export let folder: string;
export let lines: string[];
const gateways: Gateway[] = [];

/** Before each test: a Feishu, a folder and a log of its own. */
export async function setUp() {
  feishu = await startStandIn();
  folder = await mkdtemp(join(tmpdir(), "start-"));
  lines = [];
  return async () => {
    for (const gateway of gateways.splice(0)) await gateway.close();
    await feishu.close();
    await rm(folder, { recursive: true });
  };
}

/** A config that works, with keys of the channel and of the top laid over it. */
export function configWith(channel: object, top: object = {}) {
  const channels = { feishu: { accounts: { default: account }, domain: feishu.url, ...channel } };
  return { channels, agent: { kind: "echo" }, inbox: { kind: "memory" }, health: false, ...top };
}

/** What starting with this leads to. */
export async function start(config: object) {
  const log = createLog("debug", { write: (line) => void lines.push(line) });
  const checked = checkConfig(config, join(folder, "gateway.json5"));
  const gateway = await startGateway(checked, { log, env: { SET: SECRET, EMPTY: "" } });
  gateways.push(gateway);
  return gateway;
}
