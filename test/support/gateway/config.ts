import { DEMO_APP } from "../../../src/stand-in/index.ts";

/** Keys of a config, laid over those of the tests: at the top, of the Feishu channel, and of the agent. */
export interface ConfigKeys {
  readonly config?: Record<string, unknown>;
  readonly feishu?: Record<string, unknown>;
  readonly agent?: Record<string, unknown>;
}

/** A config between the stand-in and an HTTP agent. */
export function configOf(
  domain: string,
  url: string,
  { config, feishu, agent }: ConfigKeys = {},
): Record<string, unknown> {
  const { appId, appSecret } = DEMO_APP;
  const channel = {
    accounts: { default: { appId, appSecret } },
    domain,
    middleware: ["feishu-dispatch-dedup"],
    ...feishu,
  };
  return {
    channels: { feishu: channel },
    session: { dmScope: "per-channel-peer" },
    agent: { kind: "http", url, ...agent },
    health: { port: 0 },
    shutdown: { timeoutMs: 200 },
    retry: { maxAttempts: 3, firstDelayMs: 20, maxDelayMs: 50 },
    ...config,
  };
}
