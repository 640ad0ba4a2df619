import { checkConfig, startGateway } from "../../gateway/index.ts";
import { createLog } from "../../gateway/log.ts";
import { PACKAGE_NAME } from "../../package-name.ts";
import { DEMO_APP, startStandIn } from "../../stand-in/index.ts";
import { type ExitCode, exit } from "../exit.ts";
import { converse } from "./conversation.ts";

/**
 * Starts a Feishu stand-in and a gateway on this machine, connects them by the official client, and plays a small
 * conversation. Nothing leaves the machine, and nothing stays on it.
 */
export async function runDemo(print: (line: string) => void): Promise<ExitCode> {
  const feishu = await startStandIn({ timings: { ackTimeoutMs: 200, redeliveryMs: [200, 1000, 5000] } });
  try {
    const gateway = await startGateway(demoConfig(feishu.url), { log: createLog("warn") });
    try {
      await gateway.connected;
      await feishu.changes.until("the connection", () => feishu.connections() > 0);
      return (await converse(feishu, print)) ? exit.ok : exit.found;
    } finally {
      await gateway.close();
    }
  } finally {
    await feishu.close();
  }
}

function demoConfig(domain: string) {
  const { appId, appSecret } = DEMO_APP;
  const feishu = {
    accounts: { default: { appId, appSecret } },
    domain,
    middleware: [PACKAGE_NAME],
  };
  const agent = { kind: "echo", delayMs: 200 };
  const inbox = { kind: "memory" };
  const session = { dmScope: "per-channel-peer" };
  return checkConfig({ channels: { feishu }, session, agent, inbox, health: false }, "(the demo's config)");
}
