import { DEMO_APP } from "../../../../src/stand-in/index.ts";
import type { GatewayPlan } from "../gateway-config.ts";
import type { Bot } from "./people.ts";
import { Person, type Scene } from "./person.ts";

const appNamed = (digit: string) => ({
  ...DEMO_APP,
  appId: `cli_${digit.repeat(16)}`,
  botOpenId: `ou_b0${digit}`,
});
const [first, second, third, fourth] = [appNamed("1"), appNamed("2"), appNamed("3"), appNamed("4")];
/** One session for each person, whichever of two bots they write to; one for everybody; and a program as agent. */
export const plans = {
  own: {
    name: "own",
    transport: "websocket",
    dmScope: "per-channel-peer",
    apps: [first, second],
    agent: "http",
    restarts: 2,
  },
  shared: {
    name: "shared",
    transport: "webhook",
    dmScope: "main",
    apps: [third],
    agent: "http",
    restarts: 1.5,
  },
  program: {
    name: "program",
    transport: "websocket",
    dmScope: "per-peer",
    apps: [fourth],
    agent: "command",
    restarts: 1,
  },
} as const satisfies Record<string, GatewayPlan>;
/** Every bot there is. */
export const apps = [first, second, third, fourth];

/** The bots that one person writes to. */
export function botsOf(name: string, scene: Scene): Bot[] {
  const { own, shared, program } = plans;
  return [
    { person: new Person(name, scene, own, first), weight: 55, mood: "any" },
    { person: new Person(name, scene, own, second), weight: 15, mood: "any" },
    { person: new Person(name, scene, shared, third), weight: 22, mood: "brisk" },
    { person: new Person(name, scene, program, fourth), weight: 8, mood: "plain" },
  ];
}
