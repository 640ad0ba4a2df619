import { setTimeout as sleep } from "node:timers/promises";
import type { Conversation } from "./conversation.ts";
import type { World } from "./world.ts";

/** One row of the table. */
export interface Scenario {
  readonly name: string;
  readonly dmScope: "main" | "per-channel-peer";
  /** `quick` is part of every run, `full` of a whole one, `long` runs only when asked for. */
  readonly effort: "quick" | "full" | "long";
  /** @default 1 */
  readonly rounds?: number;
  run(talk: Conversation, world: World): Promise<void>;
}

/** A turn that has been answered: its transcript is on disk, which is what a takeover needs. */
async function withTranscript(talk: Conversation, user: string): Promise<void> {
  await talk.answered(talk.ask(user));
}

const plain: Scenario = {
  name: "plain messages, one after the other",
  dmScope: "per-channel-peer",
  effort: "quick",
  async run(talk) {
    for (let i = 0; i < 5; i++) await talk.answered(talk.ask("ann", { ms: 100 + 50 * i }));
  },
};

const thread: Scenario = {
  name: "/new in a DM thread in mid-turn, a message after it",
  dmScope: "per-channel-peer",
  effort: "quick",
  rounds: 5,
  async run(talk) {
    await withTranscript(talk, "ann");
    await talk.streaming(talk.ask("ann", { ms: 3000 }));
    await sleep(400);
    talk.startOver("ann", { thread: "side" });
    await sleep(200);
    talk.ask("ann", { ms: 200 });
  },
};

const otherUser: Scenario = {
  name: "/new by another user of the shared session in mid-turn",
  dmScope: "main",
  effort: "quick",
  rounds: 3,
  async run(talk) {
    await withTranscript(talk, "ann");
    await talk.streaming(talk.ask("ann", { ms: 3000 }));
    await sleep(400);
    talk.startOver("bob");
  },
};

const sameChat: Scenario = {
  name: "/new and a message in one chat, 0 to 1000 ms apart",
  dmScope: "per-channel-peer",
  effort: "full",
  async run(talk) {
    await withTranscript(talk, "ann");
    for (const gap of [0, 50, 200, 500, 1000]) {
      const last = talk.startOver("ann") && (await sleep(gap, talk.ask("ann", { ms: 300 })));
      await talk.answered(last);
    }
  },
};

/** Every scenario, in the order of the table. */
export const SCENARIOS: readonly Scenario[] = [plain, sameChat, thread, otherUser];
