import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

/** The gateway is told to end while one turn streams and a message waits for it. */
export const restart: Scenario = {
  dmScope: "per-channel-peer",
  effort: "full",
  name: "gateway restart (SIGTERM) in mid-turn, a message waiting",
  async run(talk, world) {
    await talk.midTurn("ann", { ms: 4000 });
    talk.ask("ann", { ms: 300, thread: "side" });
    await sleep(400);
    await world.restart({ graceMs: 90_000 });
  },
};
