import type { StandIn } from "../../../src/stand-in/index.ts";
import type { GatewayPlan } from "../day/gateway-config.ts";
import { doOne } from "../day/load/people.ts";
import { Person, type Scene } from "../day/load/person.ts";
import type { SendFault } from "../day/load/send-faults.ts";
import { type Chance, pause } from "../support/chance.ts";
import { Pressure } from "./pressure.ts";

export interface SteadyLoad {
  readonly scene: Scene;
  readonly plan: GatewayPlan;
  /** People, each with a session. */
  readonly sessions: number;
  /** Things that they do in a second, all together. */
  readonly rate: number;
  readonly chance: Chance;
  /** Told of every answer that is to be hindered. */
  readonly onFault: (fault: SendFault) => void;
  readonly over: AbortSignal;
}

/** Lets people write to a gateway's bot at a steady rate, as far as it keeps pace, until it is over. */
export async function writeSteadily({ scene, plan, sessions, rate, ...around }: SteadyLoad): Promise<void> {
  const { chance, over } = around;
  const feishu: StandIn = scene.feishu;
  const [app] = plan.apps;
  if (!app) throw new Error(`expected a bot in the plan ${plan.name}, got none`);
  const people = Array.from({ length: sessions }, (_, index) => new Person(`p${index}`, scene, plan, app));
  const pressure = new Pressure(feishu, app.appId);
  let due = performance.now();
  while (!over.aborted) {
    due += 1000 / rate;
    await pause(Math.max(0, due - performance.now()), over);
    if (pressure.isHigh) continue;
    const person = people[Math.floor(chance.random() * people.length)];
    if (person && !over.aborted) doOne({ ...around, feishu, bots: [{ person, weight: 1, mood: "any" }] });
  }
}
