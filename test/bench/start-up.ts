/**
 * From the start of a bot's process to its first answer, with the message waiting: the gateway with its echo, beside a bot
 * of a few lines that the official SDK alone needs. And how long commands take that end by themselves.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DEMO_APP, EventMaker, startStandIn } from "../../src/stand-in/index.ts";
import type { Size } from "./parts.ts";
import { type Cost, compare, type Result } from "./report/result.ts";
import { timeCommands } from "./start-up/commands.ts";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** @returns how long that takes: a bot beside the SDK alone, both from their sources and compiled before; and commands */
export default async function bench({ isQuick }: Size): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), "start-up-"));
  const costs: { ours: Cost[]; bare: Cost[] } = { ours: [], bare: [] };
  try {
    for (let round = -1; round < (isQuick ? 2 : 7); round += 1) {
      const both = [
        async () => costs.ours.push({ wall: await timeOf(folder, gatewayArgs) }),
        async () => costs.bare.push({ wall: await timeOf(folder, bareArgs) }),
      ];
      for (const one of round % 2 ? both.reverse() : both) await one();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const sideOf = (name: string, its: readonly Cost[]) => ({ name, costs: its.slice(1) });
  const described = { name: "start to first answer", unit: "ms" };
  return [
    compare(described, sideOf("gateway", costs.ours), sideOf("the SDK alone", costs.bare)),
    ...timeCommands(isQuick ? 5 : 21),
  ];
}

type ArgsOf = (folder: string, url: string) => string[];

const gatewayArgs: ArgsOf = (folder, domain) => {
  const { appId, appSecret } = DEMO_APP;
  const feishu = {
    accounts: { default: { appId, appSecret } },
    domain,
    middleware: ["feishu-dispatch-dedup"],
  };
  const config = join(folder, "gateway.json5");
  const inbox = { kind: "sqlite", file: join(mkdtempSync(join(folder, "inbox-")), "inbox.sqlite") };
  const rest = { session: { dmScope: "per-channel-peer" }, agent: { kind: "echo" }, health: false, inbox };
  writeFileSync(config, JSON.stringify({ channels: { feishu }, ...rest }), { mode: 0o600 });
  return [at("../../src/cli/main.ts"), "gateway", "--config", config];
};

const bareArgs: ArgsOf = (_, domain) => [
  at("start-up/bare-bot.ts"),
  domain,
  DEMO_APP.appId,
  DEMO_APP.appSecret,
];

/** In ms. The message is delivered as soon as somebody is connected. */
async function timeOf(folder: string, argsOf: ArgsOf): Promise<number> {
  const feishu = await startStandIn();
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, "cache") };
  const begun = performance.now();
  const child = spawn(process.execPath, argsOf(folder, feishu.url), { env, stdio: "ignore" });
  try {
    await feishu.changes.until("a connection", () => feishu.connections() > 0, 60_000);
    feishu.deliver(new EventMaker().text({ user: "alice" }, "Hello"));
    await feishu.changes.until("an answer", () => feishu.messages.length > 0, 60_000);
    return performance.now() - begun;
  } finally {
    await end(child);
    await feishu.close();
  }
}

/** In a way that lets it write down what it has compiled. */
async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
