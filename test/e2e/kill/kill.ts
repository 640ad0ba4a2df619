import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { seededRandom } from "../../../src/stand-in/random.ts";
import { AgentServer } from "../../support/gateway/agent-server.ts";
import { configOf } from "../../support/gateway/config.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { Load } from "./load.ts";
import { faultsIn } from "./verdict.ts";

export interface KillReport {
  readonly kills: number;
  readonly events: number;
  /** Turns that the agent was asked to run again because a kill had cut them off. */
  readonly secondAttempts: number;
  /** Replies that were sent again, and taken for what they were by their `uuid`. */
  readonly repeatedReplies: number;
  /** From the start of a process to its connection, with everything found in the inbox in its place. */
  readonly longestRecoveryMs: number;
  readonly faults: string[];
}

const USERS = ["ann", "ben", "cho", "dee", "eve", "fay"];
const often = Array.from({ length: 2000 }, () => 100);

/**
 * Runs the real gateway in a process of its own, kills it at random moments under load and starts it again.
 *
 * @param rounds how often it is killed
 * @param onRound told after each kill
 */
export async function killRepeatedly(
  rounds: number,
  seed: number,
  onRound: (kills: number) => void = () => {},
): Promise<KillReport> {
  const feishu = await startStandIn({ timings: { ackTimeoutMs: 400, redeliveryMs: often } });
  const random = seededRandom(seed);
  const agent = new AgentServer(
    async ({ text }) => {
      await sleep(random() ** 3 * 150);
      return `re: ${text}`;
    },
    () => {},
  );
  await agent.listen();
  const folder = await mkdtemp(join(tmpdir(), "kill-"));
  try {
    const file = await writeConfig(folder, feishu.url, agent.url);
    const start = (config = file) => new GatewayProcess(config, join(folder, "cache"));
    await start("a file that is not there").exit;
    const load = new Load(feishu);
    const writing = load.run(USERS);
    const longestRecoveryMs = await killAll({ feishu, start, random, rounds, onRound });
    const last = start();
    load.end();
    await writing;
    await feishu.changes.until("all replies", () => feishu.messages.length >= load.total, 120_000);
    last.kill("SIGTERM");
    const [code] = await last.exit;
    const faults = faultsIn(feishu, load.written, await statsOf(folder));
    return {
      kills: rounds,
      events: load.total,
      secondAttempts: agent.turns.filter(({ attempt }) => attempt === 2).length,
      repeatedReplies: feishu.messages.reduce((sum, { repeats }) => sum + repeats, 0),
      longestRecoveryMs,
      faults: [...faults, ...last.complaints, ...(code === 0 ? [] : [`exit code ${code}`])],
    };
  } finally {
    await agent.kill();
    await feishu.close();
    await rm(folder, { recursive: true });
  }
}

interface Killing {
  readonly feishu: StandIn;
  readonly start: () => GatewayProcess;
  readonly random: () => number;
  readonly rounds: number;
  readonly onRound: (kills: number) => void;
}

/** @returns the longest recovery, in ms */
async function killAll({ feishu, start, random, rounds, onRound }: Killing): Promise<number> {
  let longest = 0;
  for (let kills = 1; kills <= rounds; kills += 1) {
    const startedAt = performance.now();
    const gateway = start();
    // Every fifth one does not even live to see its connection.
    if (random() < 0.2) await sleep(random() * 500);
    else {
      await feishu.changes.until("the connection", () => feishu.connections() > 0, 60_000);
      longest = Math.max(longest, performance.now() - startedAt);
      await sleep(random() ** 2 * 300);
    }
    gateway.kill("SIGKILL");
    await gateway.exit;
    await feishu.changes.until("the end of the connection", () => feishu.connections() === 0);
    onRound(kills);
  }
  return longest;
}

async function writeConfig(folder: string, domain: string, url: string): Promise<string> {
  const file = join(folder, "gateway.json5");
  const retry = { maxAttempts: 1_000_000 };
  const config = configOf(domain, url, { config: { retry, health: false, log: { level: "warn" } } });
  await writeFile(file, JSON.stringify(config));
  return file;
}

async function statsOf(folder: string) {
  const admin = await openSqliteInboxAdmin({ file: join(folder, "inbox.sqlite") });
  const stats = await admin.stats();
  await admin.close();
  return stats;
}
