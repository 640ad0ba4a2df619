import { appendFile, glob } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { foldersOf } from "../folders.ts";
import type { Scenario } from "../scenario.ts";

/** A writer other than a dispatch: the plugin cannot hold it, only run the turn again. */
export const foreignWriter: Scenario = {
  dmScope: "per-channel-peer",
  effort: "full",
  filesOnly: true,
  takenOver: true,
  name: "another writer appends to the transcript in mid-turn, retryTakeover",
  config: { retryTakeover: true },
  async run(talk, world) {
    await talk.midTurn("ann", { ms: 3000 });
    await sleep(400);
    const { state } = foldersOf(world.options.host);
    for await (const file of glob("agents/*/sessions/*.jsonl", { cwd: state }))
      await appendFile(`${state}/${file}`, `${JSON.stringify({ type: "custom", customType: "foreign" })}\n`);
  },
};
