import { setTimeout as sleep } from "node:timers/promises";
import type { DayGateway } from "../day/gateway.ts";
import type { Scene } from "../day/load/person.ts";
import { disturb, restartOften } from "../day/load/trouble.ts";
import type { Tally } from "../day/tally.ts";
import { Chance } from "../support/chance.ts";
import { writeSteadily } from "./steady.ts";
import { MEMORY_MS } from "./vitals/vitals.ts";
import type { Watch } from "./watch.ts";

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Sessions of each gateway. */
  readonly sessions: number;
  /** Things that people do in a second, at each gateway. */
  readonly rate: number;
  /** A folder for what was seen, which stays. @default one that is removed */
  readonly folder?: string | undefined;
}

interface Spending extends Scene {
  readonly gateways: readonly DayGateway[];
  readonly watches: readonly Watch[];
  readonly tally: Tally;
  readonly options: SoakOptions;
}

/** A stretch of time. */
export interface Stretch {
  /** In ms since the epoch. */
  readonly from: number;
  readonly to: number;
  /** Of the journal. */
  readonly firstEntry: number;
  readonly lastEntry: number;
}

/** So much of the time, gateways are ended and started again, and so much nothing of them may grow. */
const RESTARTING = 1 / 6;
const MEASURED = 1 / 2;
/**
 * In between, their last processes warm up: until what they remember is full, and most of their code was compiled for
 * speed, which at 12 things a second took 75 s. In ms.
 */
const LEAST_WARM_MS = 2 * MEMORY_MS;

/**
 * Lets everything happen, at a steady rate. At first gateways are ended and started again, over and over; then their last
 * processes warm up.
 *
 * @returns the rest, half of the time, in which nothing of them may grow
 */
export async function spend({ gateways, watches, tally, options, ...scene }: Spending): Promise<Stretch> {
  const { minutes, seed, sessions, rate } = options;
  const { feishu, recorder } = scene;
  const ending = new AbortController();
  const over = ending.signal;
  const chance = (which: number) => new Chance(seed * 1000 + which);
  const trouble = { feishu, over, onTrouble: (what: string) => tally.count("troubles", what) };
  const onFault = (fault: string) => tally.count("hindered answers", fault);
  const living = [
    ...gateways.flatMap((gateway, index) => [
      writeSteadily({ scene, plan: gateway.plan, sessions, rate, chance: chance(index), onFault, over }),
      watches[index]?.run(gateway.inbox, over),
    ]),
    disturb({ ...trouble, minutes: Number.POSITIVE_INFINITY, chance: chance(200) }),
  ];
  const restarting = { ...trouble, minutes: minutes * RESTARTING };
  await Promise.all(
    gateways.map((gateway, index) => restartOften(gateway, { ...restarting, chance: chance(100 + index) })),
  );
  await sleep(Math.max(LEAST_WARM_MS, minutes * 60_000 * (1 - RESTARTING - MEASURED)));
  const [from, firstEntry] = [Date.now(), recorder.journal.length];
  await sleep(minutes * 60_000 * MEASURED);
  const [to, lastEntry] = [Date.now(), recorder.journal.length];
  ending.abort();
  await Promise.all(living);
  return { from, to, firstEntry, lastEntry };
}
