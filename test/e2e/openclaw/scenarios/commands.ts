import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

const DM = { dmScope: "per-channel-peer", effort: "full" } as const;

export const stop: Scenario = {
  ...DM,
  name: "/stop in mid-turn, a message after it",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: 15_000, stopped: true });
    await sleep(400);
    talk.command("ann", "/stop");
    await talk.ended(said);
    talk.ask("ann");
  },
};

// By another user: some channels queue a whole chat, so that a thread of it would not get through.
export const turns: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "/turns by another user of the shared session in mid-turn",
  onlyWith: true,
  inTurn: true,
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: 10_000 });
    talk.command("bob", "/turns");
    await talk.answered(said);
    const texts = talk.heard().map((text) => (text.kind === "other" ? text.text : text.kind));
    if (!/turn has been running/.test(texts[1] ?? "")) talk.fault(`/turns came late or said: ${texts}`);
  },
};

/** Who stops the turn that runs does not mean what another one has written. */
export const stopBehind: Scenario = {
  dmScope: "main",
  effort: "full",
  name: "/stop by a third user in mid-turn, another one's message waiting",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: 20_000, stopped: true });
    talk.ask("bob", { ms: 200 });
    await sleep(1000);
    talk.command("cat", "/stop");
    if (!(await talk.ended(said, 10_000))) talk.fault("/stop did not get through");
  },
};

/** The same for commands that hosts do not look at before anything else, as they do at `/stop` and `/approve`. */
export const status: Scenario = {
  dmScope: "main",
  effort: "full",
  severalAtOnce: true,
  inTurn: true,
  name: "/status by a third user in mid-turn, another one's message waiting",
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: 20_000 });
    talk.ask("bob", { ms: 200 });
    await sleep(1000);
    talk.command("cat", "/status");
    await talk.answered(said);
    if (talk.heard().at(-1)?.kind !== "answer" || talk.heard()[1]?.kind !== "other")
      talk.fault(`/status came late: ${talk.heard().map(({ kind }) => kind)}`);
  },
};

export const modelFails: Scenario = {
  ...DM,
  name: "a model that answers 500, a message after it",
  async run(talk) {
    await talk.answered(talk.ask("ann"));
    talk.ask("ann", { ms: 0, fail: true });
    // Nobody writes twice in one ms, and some hosts sort such messages by their random event ids.
    await sleep(50);
    talk.ask("ann", { ms: 200 });
    await sleep(50);
  },
};

export const controlUi: Scenario = {
  ...DM,
  name: "/new from the Control UI in mid-turn",
  async run(talk, world) {
    const said = await talk.midTurn("ann", { ms: 30_000 });
    const sessionKey = `agent:main:feishu:direct:${talk.openIds()[0]}`;
    const message = { sessionKey, message: "/new", idempotencyKey: said.label };
    const { code, output } = await world.gateway.call("chat.send", message);
    if (code !== 0) talk.fault(`chat.send failed: ${output.slice(-300)}`);
  },
};

export const interrupt: Scenario = {
  dmScope: "main",
  effort: "full",
  name: '/new by another user in mid-turn, onNew: "interrupt"',
  config: { onNew: "interrupt" },
  async run(talk) {
    const said = await talk.midTurn("ann", { ms: 20_000, stopped: true });
    await sleep(400);
    talk.startOver("bob");
    await talk.ended(said);
    talk.ask("ann");
  },
};
