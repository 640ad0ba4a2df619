import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

/** Another plugin's hook answers, and the host never reports that message as processed. */
export const takenByOther: Scenario = {
  dmScope: "main",
  effort: "full",
  otherPlugin: true,
  name: "another plugin takes a message over, another user's message waiting",
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    const said = talk.ask("ann", { takenOver: true });
    await sleep(200);
    const waiting = talk.ask("bob", { ms: 200 });
    await talk.answered(said);
    if (!(await talk.answered(waiting, 30_000))) talk.fault("bob waits for nobody");
  },
};
