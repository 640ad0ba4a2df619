import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

/** Longer than any host's patience: they let go of a message after 300 s. */
const SIX_MINUTES = 376_000;
const DM = { dmScope: "per-channel-peer", effort: "long" } as const;

export const plainBehind: Scenario = {
  ...DM,
  name: "a turn of 376 s, a message in a DM thread after 4 s",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: SIX_MINUTES });
    await sleep(4000);
    const second = talk.ask("ann", { thread: "side" });
    await talk.answered(said, 500_000);
    await talk.answered(second, 120_000);
  },
};

/** In one shared session both reach the host at once, whatever the channel queues by. */
export const behindOthers: Scenario = {
  dmScope: "main",
  effort: "long",
  name: "a turn of 376 s, another user's message after 4 s and a third one's /new after 8 s",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: SIX_MINUTES });
    await sleep(4000);
    const second = talk.ask("bob");
    await sleep(4000);
    talk.startOver("cat", { mayBeBusy: true });
    await talk.answered(said, 500_000);
    await talk.answered(second, 120_000);
  },
};

export const newBehind: Scenario = {
  ...DM,
  name: "a turn of 376 s, /new in a DM thread after 4 s",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: SIX_MINUTES });
    await sleep(4000);
    talk.startOver("ann", { thread: "side", mayBeBusy: true });
    await talk.answered(said, 500_000);
  },
};
