import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openSqliteInboxAdmin } from "../../../src/inbox/sqlite.ts";
import { startStandIn } from "../../../src/stand-in/index.ts";
import { Chance } from "../support/chance.ts";
import { Agent } from "./agent.ts";
import { check } from "./check/check.ts";
import type { Fault } from "./check/fault.ts";
import type { Journal } from "./check/journal.ts";
import { DayGateway } from "./gateway.ts";
import { terms } from "./gateway-config.ts";
import { live } from "./load/people.ts";
import type { Scene } from "./load/person.ts";
import { apps, botsOf, plans } from "./load/plans.ts";
import { disturb, restartOften } from "./load/trouble.ts";
import { Recorder } from "./recorder.ts";
import { Tally } from "./tally.ts";

const PEOPLE = 20;
/** Feishu's, faster, and so often that everything is taken at some time. */
const timings = { ackTimeoutMs: 1000, redeliveryMs: [300, 600, ...Array.from({ length: 2000 }, () => 1200)] };
const faults = { duplicate: 0.04, loseAck: 0.03, cut: 0.003 };
/** Nothing that is left to do waits longer than this for a sign of life, in ms. */
const QUIET_MS = 40_000;

export interface DayReport {
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly faults: readonly Fault[];
  readonly journal: Journal;
}

/** Plays a day of so many minutes against real gateways, and judges it. */
export async function playDay(minutes: number, seed: number): Promise<DayReport> {
  const folder = await mkdtemp(join(tmpdir(), "day-"));
  const feishu = await startStandIn({ apps, timings, faults, seed });
  const recorder = new Recorder();
  const agent = new Agent(recorder);
  await agent.server.listen();
  const tally = new Tally();
  const gateways = Object.values(plans).map((plan) => new DayGateway(plan, feishu, recorder, folder));
  try {
    recorder.note({ what: "terms", ...terms });
    recorder.listen(feishu);
    for (const gateway of gateways) await gateway.writeConfig(agent.server.url);
    for (const gateway of gateways) gateway.start();
    await Promise.all(gateways.map((gateway) => gateway.ready()));
    await spend({ feishu, agent, recorder, gateways, tally, minutes, seed });
    await settle(recorder, gateways);
    for (const gateway of gateways) await gateway.end("SIGTERM", 0);
    const found = [...check(recorder.journal), ...(await leftIn(gateways))];
    return { counts: tally.counts(recorder.journal, feishu), faults: found, journal: recorder.journal };
  } finally {
    for (const gateway of gateways) await gateway.end("SIGKILL", 0);
    await agent.server.kill();
    await feishu.close();
    await rm(folder, { recursive: true });
  }
}

interface Spending extends Scene {
  readonly gateways: readonly DayGateway[];
  readonly tally: Tally;
  readonly minutes: number;
  readonly seed: number;
}

async function spend({ gateways, tally, minutes, seed, ...scene }: Spending): Promise<void> {
  const over = AbortSignal.timeout(minutes * 60_000);
  const chance = (which: number) => new Chance(seed * 1000 + which);
  const { feishu } = scene;
  const trouble = { feishu, minutes, over, onTrouble: (what: string) => tally.count("troubles", what) };
  const people = Array.from({ length: PEOPLE }, (_, index) => {
    const onFault = (fault: string) => tally.count("hindered answers", fault);
    return live({ bots: botsOf(`p${index + 1}`, scene), chance: chance(index), feishu, onFault, over });
  });
  await Promise.all([
    ...people,
    ...gateways.map((gateway, index) => {
      return restartOften(gateway, { ...trouble, chance: chance(101 + index) });
    }),
    disturb({ ...trouble, chance: chance(100) }),
  ]);
}

/** Resolves when all is well, or nothing has happened for so long that nothing more will. */
async function settle({ journal }: Recorder, gateways: readonly DayGateway[]): Promise<void> {
  let [seen, since] = [journal.length, performance.now()];
  while (performance.now() - since < QUIET_MS) {
    const open = [...check(journal).filter(({ kind }) => kind === "lost"), ...(await leftIn(gateways))];
    await sleep(1000);
    if (open.length === 0 && journal.length === seen) return;
    if (journal.length !== seen) [seen, since] = [journal.length, performance.now()];
  }
}

/** What was not taken out of the inboxes. */
async function leftIn(gateways: readonly DayGateway[]): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const { plan, inbox } of gateways) {
    const admin = await openSqliteInboxAdmin({ file: inbox });
    const { pending } = await admin.stats();
    await admin.close();
    const text = `${pending} events are left in the inbox of ${plan.name}`;
    if (pending > 0) faults.push({ kind: "lost", asks: [], text });
  }
  return faults;
}
