import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

/** Each user has a chat of their own: a channel that queues by chat would keep the others from the host. */
export const failing: Scenario = {
  dmScope: "main",
  effort: "quick",
  name: "a turn that fails (400), two other users' messages waiting",
  rounds: 3,
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    const said = talk.ask("ann", { ms: 1500, fail: 400 });
    await talk.streaming(said);
    await sleep(300);
    talk.ask("bob", { ms: 200 });
    await sleep(100);
    talk.ask("carl", { ms: 200 });
    await talk.ended(said);
  },
};
