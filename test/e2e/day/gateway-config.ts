import { fileURLToPath } from "node:url";
import type { StandInApp } from "../../../src/stand-in/index.ts";
import { configOf } from "../../support/gateway/config.ts";
import type { Terms } from "./check/journal.ts";

/** One of the day's gateways. */
export interface GatewayPlan {
  readonly name: string;
  readonly transport: "websocket" | "webhook";
  readonly dmScope: string;
  readonly apps: readonly StandInApp[];
  /** How its agent is reached: it is the same one in the end. */
  readonly agent: "http" | "command";
  /** How often it is ended and started again, in a minute. */
  readonly restarts: number;
  /** Where accepted events wait, as in the config. @default a file beside it */
  readonly inbox?: object;
  /** How many identities of finished work it remembers. @default as always */
  readonly maxSettled?: number;
  /** Whether it tells how it is, at an address of its own. @default false */
  readonly hasHealth?: boolean;
  /** A module that its processes load before anything else. @default none */
  readonly preload?: URL;
}

export const terms: Terms = {
  errorMessage: "Sorry, that did not work. Please try again.",
  maxAttempts: 6,
  agentTimeoutMs: 5000,
  // What Docker waits for, once running turns have had their second.
  longestEndMs: 11_000,
};
const SHUTDOWN_MS = 1000;
/** So few that a burst is more. */
const MAX_QUEUED = 4;
const relay = fileURLToPath(new URL("relay.ts", import.meta.url));

/** @param agentUrl where its turns are answered */
export function dayConfig(plan: GatewayPlan, domain: string, agentUrl: string): object {
  const { apps, transport, dmScope, maxSettled } = plan;
  const accounts = apps.map(({ appId, appSecret, encryptKey }, index) => [
    `account-${index}`,
    { appId, appSecret, ...(encryptKey === undefined ? {} : { encryptKey }) },
  ]);
  const middleware = [
    ["feishu-dispatch-dedup", { maxQueued: MAX_QUEUED, ...(maxSettled && { maxSettled }) }],
  ];
  const config = {
    session: { dmScope },
    agent: agentOf(plan, agentUrl),
    errors: { message: terms.errorMessage },
    retry: { maxAttempts: terms.maxAttempts, firstDelayMs: 40, maxDelayMs: 200 },
    shutdown: { timeoutMs: SHUTDOWN_MS },
    webhook: { port: 0 },
    health: plan.hasHealth ? { port: 0 } : false,
    ...(plan.inbox && { inbox: plan.inbox }),
  };
  const feishu = { accounts: Object.fromEntries(accounts), transport, middleware };
  return configOf(domain, agentUrl, { config, feishu });
}

function agentOf({ agent }: GatewayPlan, url: string): object {
  const timeoutMs = terms.agentTimeoutMs;
  if (agent === "http") return { kind: "http", url, timeoutMs };
  return { kind: "command", argv: [process.execPath, relay, url], timeoutMs, killAfterMs: 500 };
}
