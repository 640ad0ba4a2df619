import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStandIn } from "../../../src/stand-in/index.ts";
import { type PostgresServer, startPostgres } from "../../support/postgres/server.ts";
import { Agent } from "../day/agent.ts";
import { DayGateway } from "../day/gateway.ts";
import { terms } from "../day/gateway-config.ts";
import type { Scene } from "../day/load/person.ts";
import { Recorder } from "../day/recorder.ts";
import { Tally } from "../day/tally.ts";
import { accountOf } from "./accounts.ts";
import { apps, plansOf } from "./plans.ts";
import { reportOf, type SoakReport } from "./report.ts";
import { settle } from "./settle.ts";
import { type SoakOptions, spend } from "./spend.ts";
import { Watch } from "./watch.ts";

/** Feishu's, faster, and so often that everything is taken at some time. */
const timings = {
  ackTimeoutMs: 3000,
  redeliveryMs: [1000, 2000, ...Array.from({ length: 500 }, () => 4000)],
};
const faults = { duplicate: 0.04, loseAck: 0.03, cut: 0.001 };
/** So that PostgreSQL tidies up within seconds, and not within minutes. */
const settings = {
  checkpoint_timeout: "30s",
  max_wal_size: "32MB",
  min_wal_size: "32MB",
  autovacuum_naptime: "5s",
};

/** Runs a gateway for each durable inbox for so many minutes, and judges what was seen of them. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { folder: kept } = options;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "soak-")));
  await mkdir(folder, { recursive: true });
  const database = await startPostgres({ settings });
  const feishu = await startStandIn({ apps, timings, faults, seed: options.seed });
  const recorder = new Recorder();
  const agent = new Agent(recorder);
  await agent.server.listen();
  try {
    recorder.note({ what: "terms", ...terms });
    recorder.listen(feishu);
    return await run({ feishu, recorder, agent }, { ...options, folder, database });
  } finally {
    await agent.server.kill();
    await feishu.close();
    await database.stop();
    if (kept === undefined) await rm(folder, { recursive: true });
  }
}

interface Place extends SoakOptions {
  readonly folder: string;
  readonly database: PostgresServer;
}

async function run(scene: Scene, { folder, database, ...options }: Place): Promise<SoakReport> {
  const { feishu, recorder, agent } = scene;
  const everyMs = options.minutes < 5 ? 2000 : 5000;
  const plans = plansOf({ folder, databaseUrl: database.url, everyMs });
  const gateways = plans.map((plan) => new DayGateway(plan, feishu, recorder, folder));
  const watches = plans.map((plan) => new Watch(plan));
  const tally = new Tally();
  try {
    for (const gateway of gateways) await gateway.writeConfig(agent.server.url);
    for (const gateway of gateways) gateway.start();
    await Promise.all(gateways.map((gateway) => gateway.ready()));
    const half = await spend({ ...scene, gateways, watches, tally, options });
    await settle(feishu, gateways);
    const accounts = await Promise.all(gateways.map((gateway) => accountOf(gateway)));
    await Promise.all(gateways.map((gateway) => gateway.end("SIGTERM", 0)));
    const { journal } = recorder;
    const counts = tally.counts(journal, feishu);
    return reportOf({ watches, journal, half, accounts, counts });
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.end("SIGKILL", 0)));
  }
}
