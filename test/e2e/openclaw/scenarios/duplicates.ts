import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

const DM = { dmScope: "per-channel-peer", effort: "full" } as const;

export const atOnce: Scenario = {
  ...DM,
  name: "an event delivered again at once, and after its answer",
  async run(talk) {
    const said = talk.ask("ann", { ms: 1500 });
    talk.repeat(said);
    await talk.answered(said);
    talk.repeat(said);
  },
};

export const newEventId: Scenario = {
  ...DM,
  name: "a message delivered again with a new event id",
  async run(talk) {
    const said = talk.ask("ann", { ms: 1500 });
    await talk.streaming(said);
    talk.repeat(said, { eventId: true });
    await talk.answered(said);
    talk.repeat(said, { eventId: true });
  },
};

export const newMessageId: Scenario = {
  ...DM,
  name: "a message delivered again with a fresh message id",
  effort: "quick",
  async run(talk) {
    const said = talk.ask("ann", { ms: 1500 });
    await sleep(300);
    talk.repeat(said, { eventId: true, messageId: true });
    await talk.answered(said);
    talk.repeat(said, { eventId: true, messageId: true });
  },
};

export const afterReconnect: Scenario = {
  ...DM,
  name: "a message delivered again after a reconnect",
  async run(talk, { feishu }) {
    const said = talk.ask("ann");
    await talk.answered(said);
    feishu.cutConnections();
    await feishu.changes.until("the client to come back", () => feishu.connections() > 0, 120_000);
    talk.repeat(said, { eventId: true });
  },
};

export const afterRestart: Scenario = {
  ...DM,
  name: "a message delivered again after a gateway restart",
  async run(talk, world) {
    const said = talk.ask("ann");
    await talk.answered(said);
    await world.restart({ graceMs: 20_000 });
    talk.repeat(said, { eventId: true });
  },
};

export const ownAnswer: Scenario = {
  ...DM,
  sentOnly: true,
  name: "the bot's own answer pushed back to it as a person's message",
  async run(talk, { model }) {
    const said = talk.ask("ann");
    await talk.answered(said);
    talk.pushBack(said);
    await talk.answered(talk.ask("ann"));
    // It asks for nothing, so that the model finds no label in it.
    const turns = model.calls.filter(
      ({ label, startedAt }) => label === "unknown" && startedAt >= talk.since,
    );
    if (turns.length > 0) talk.fault("it got a turn");
  },
};
