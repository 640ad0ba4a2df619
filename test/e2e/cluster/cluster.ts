import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startStandIn } from "../../../src/stand-in/index.ts";
import { startPostgres } from "../../support/postgres/server.ts";
import { Chance } from "../support/chance.ts";
import { Agents } from "./agents.ts";
import type { AgentLine, FeishuLine } from "./check/log.ts";
import { type FaultLine, Faults } from "./faults.ts";
import { ClusterGateway } from "./gateway.ts";
import type { Harm } from "./harm.ts";
import { LogFile } from "./log-file.ts";
import { People } from "./people.ts";
import { type ClusterReport, reportOf } from "./report.ts";
import { storyOf } from "./story.ts";

const GATEWAYS = ["red", "green", "blue"];
/** Those that do not notice when they are paused: what they write then is for the database to refuse. */
const OBLIVIOUS = ["green", "blue"];
/** Feishu's time for an acknowledgement, and redeliveries that come sooner, until it is taken. */
const timings = { ackTimeoutMs: 3000, redeliveryMs: [100, 300, ...Array.from({ length: 2000 }, () => 600)] };
const chances = { duplicate: 0.05, loseAck: 0.02 };
/** How long what is left may take, once nothing is disturbed any more. In ms. */
const REST_MS = 60_000;

export interface ClusterOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Few: most writes of a gateway are of one session, each in a statement of its own; many: they go in batches. */
  readonly sessions: number;
  /** The kinds of harm that are done. */
  readonly only: readonly Harm[];
  /** So often each of them in mid-turn; it takes up to twice the minutes where that is needed. */
  readonly least: number;
  /** A folder for the logs, which stays. @default one that is removed */
  readonly folder?: string | undefined;
}

/** Runs three gateways that share a database for so many minutes, does them harm, and judges what came of it. */
export async function runCluster(
  options: ClusterOptions,
): Promise<ClusterReport & { readonly story: readonly string[] }> {
  const { seed, folder: kept } = options;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "cluster-")));
  await mkdir(folder, { recursive: true });
  const feishuLog = new LogFile<FeishuLine>(join(folder, "feishu.jsonl"));
  const agentLog = new LogFile<AgentLine>(join(folder, "agents.jsonl"));
  const chance = new Chance(seed);
  const complaints: string[] = [];
  const database = await startPostgres();
  const feishu = await startStandIn({ timings, faults: chances, seed });
  const agents = new Agents(chance, agentLog);
  await agents.listen();
  try {
    const around = { folder, feishuUrl: feishu.url, databaseUrl: database.url };
    const onComplaint = (what: string) => complaints.push(what);
    const gateways = GATEWAYS.map(
      (name) =>
        new ClusterGateway({
          ...{ name, ...around, agentUrl: agents.urlFor(name), onComplaint },
          isOblivious: OBLIVIOUS.includes(name),
        }),
    );
    for (const gateway of gateways) await gateway.prepare();
    for (const gateway of gateways) gateway.start();
    await Promise.all(gateways.map((gateway) => gateway.ready()));
    await feishu.changes.until("all gateways", () => feishu.connections() === gateways.length, 60_000);
    const people = new People({ feishu, chance, log: feishuLog, count: options.sessions });
    const living = people.live();
    const log = new LogFile<FaultLine>(join(folder, "faults.jsonl"));
    const faults = await harass({ gateways, database, agents, chance, log }, options);
    people.end();
    await Promise.race([living, sleep(REST_MS, undefined, { ref: false })]);
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    const report = reportOf({ feishu, people, faults, complaints, feishuLog, agentLog });
    return { ...report, story: storyOf(folder, report.faults) };
  } finally {
    await agents.close();
    await feishu.close();
    await database.stop();
    if (kept === undefined) await rm(folder, { recursive: true });
  }
}

type Victims = Omit<ConstructorParameters<typeof Faults>[0], "only" | "over">;

async function harass(victims: Victims, { minutes, only, least }: ClusterOptions): Promise<Faults> {
  const over = new AbortController();
  const faults = new Faults({ ...victims, only, over: over.signal });
  const harm = faults.run();
  await sleep(minutes * 60_000);
  for (let seconds = 0; seconds < minutes * 60 && faults.rarerThan(least).length > 0; seconds += 1)
    await sleep(1000);
  over.abort();
  await harm;
  return faults;
}
