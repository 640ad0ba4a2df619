import { setTimeout as sleep } from "node:timers/promises";
import type { Scenario } from "../scenario.ts";

const OTHER_SESSION = "agent:main:other";

/** The other agent's answer comes as runs of the host's own in this session, after the turn and beside no dispatch. */
export const agentToAgent: Scenario = {
  dmScope: "main",
  effort: "quick",
  name: "a turn that asks another session (sessions_send), two other users' messages waiting",
  rounds: 3,
  async run(talk, world) {
    await talk.answered(talk.ask("ann"));
    const message = { sessionKey: OTHER_SESSION, message: "hello", idempotencyKey: crypto.randomUUID() };
    const { code, output } = await world.gateway.call("chat.send", message);
    if (code !== 0) talk.fault(`chat.send failed: ${output.slice(-300)}`);
    const said = talk.ask("ann", { ms: 1500, sendTo: OTHER_SESSION });
    await talk.streaming(said);
    await sleep(300);
    talk.ask("bob", { ms: 200 });
    await sleep(100);
    talk.ask("carl", { ms: 200 });
    await talk.answered(said);
  },
};
