import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

const DM = { dmScope: "per-channel-peer" } as const;

export const plain: Scenario = {
  ...DM,
  name: "plain messages, one after the other",
  effort: "quick",
  idle: true,
  async run(talk) {
    for (let i = 0; i < 20; i++) await talk.answered(talk.ask("ann", { ms: 20 + ((i * 70) % 200) }));
  },
};

export const sameChat: Scenario = {
  ...DM,
  name: "/new and a message in one chat, 0, 50, 200, 500, 1000 ms apart",
  effort: "full",
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    for (const gap of [0, 50, 200, 500, 1000]) {
      talk.startOver("ann");
      await sleep(gap);
      await talk.answered(talk.ask("ann", { ms: 300 }));
    }
  },
};

/** The first answer puts the transcript on disk, which is what a takeover needs. */
export const thread: Scenario = {
  ...DM,
  name: "/new in a DM thread in mid-turn, a message after it",
  effort: "quick",
  rounds: 5,
  async run(talk) {
    await talk.midTurn("ann", { ms: 3000 });
    await sleep(400);
    talk.startOver("ann", { thread: "side" });
    await sleep(200);
    talk.ask("ann", { ms: 200 });
  },
};

export const otherUser: Scenario = {
  dmScope: "main",
  name: "/new by another user of the shared session in mid-turn",
  effort: "quick",
  rounds: 3,
  async run(talk) {
    await talk.midTurn("ann", { ms: 3000 });
    await sleep(400);
    talk.startOver("bob");
  },
};

/** What comes in the very moment in which a session is changed. Its own chat's queue hands out ann's as her turn ends. */
export const behindReset: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "/new by another user in mid-turn, messages right behind it",
  rounds: 5,
  async run(talk) {
    await talk.midTurn("ann", { ms: 1500 });
    talk.startOver("bob");
    talk.ask("ann", { ms: 100 });
    await talk.confirmed();
    talk.ask("cat", { ms: 100 });
  },
};

/** What the host still runs is not over: who waits for it must not cut into it. */
export const beyondHold: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "/new by another user behind a turn of 10 s, maxHoldMs: 2000",
  onlyWith: true,
  config: { maxHoldMs: 2000, maxWaitMs: 60_000 },
  async run(talk) {
    await talk.midTurn("ann", { ms: 10_000 });
    talk.startOver("bob");
    await talk.confirmed(90_000);
  },
};

export const burst: Scenario = {
  ...DM,
  name: "a burst of six messages in two threads, 50 ms apart",
  effort: "full",
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    for (const ms of [900, 100, 400]) {
      talk.ask("ann", { ms });
      await sleep(50);
      talk.ask("ann", { ms: ms / 2, thread: "side" });
      await sleep(50);
    }
  },
};

/** Feishu promises no order. Each user has a chat of their own, so that no channel's queue puts them in one. */
export const backlog: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "six users' messages at once, newest first, reorderWindowMs: 2000",
  severalAtOnce: true,
  config: { reorderWindowMs: 2000 },
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    const start = Date.now() - 1000;
    const users = ["bob", "cat", "dan", "eve", "fay", "gus"];
    const written = users.map((user, i) => talk.write(user, { ms: 300 - 40 * i, at: start + 50 * i }));
    for (const said of written.toReversed()) talk.deliver(said);
  },
};

export const slowTurn: Scenario = {
  ...DM,
  name: "a turn of 20 s, a second message after 2 s",
  effort: "full",
  async run(talk) {
    await talk.streaming(talk.ask("ann", { ms: 20_000 }));
    await sleep(2000);
    talk.ask("ann", { ms: 300, thread: "side" });
  },
};

export const parallel: Scenario = {
  ...DM,
  name: "two users at once run side by side",
  effort: "full",
  async run(talk) {
    const ann = talk.ask("ann", { ms: 25_000 });
    await talk.streaming(ann);
    const bob = talk.ask("bob", { ms: 300 });
    await talk.answered(bob);
    if (talk.answersTo(ann).length > 0) talk.fault("bob had to wait for ann");
  },
};
