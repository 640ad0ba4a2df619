import { openSync, writeSync } from "node:fs";
import { createCommandAgent } from "../../../../src/gateway/agents/command.ts";
import { createHttpAgent } from "../../../../src/gateway/agents/http.ts";
import { createOpenaiAgent } from "../../../../src/gateway/agents/openai/openai.ts";
import { ask, turnOf } from "../agents.ts";

const [kind = "", folder = ""] = process.argv.slice(2);

const limits = { timeoutMs: 5000, maxAnswerBytes: 1000 };
const openai = await createOpenaiAgent({
  ...{ baseUrl: "http://127.0.0.1:9/v1", model: "m", apiKey: undefined, system: undefined },
  ...{ stateFolder: folder, maxMessages: 10, newSession: () => "", log: { warn: () => {} }, ...limits },
});
const agents: Record<string, Parameters<typeof ask>[0]> = {
  command: createCommandAgent({ argv: ["/bin/cat"], stderr: "ignore", folder, killAfterMs: 0, ...limits }),
  http: createHttpAgent({ url: "http://127.0.0.1:9/", headers: {}, ...limits }),
  openai,
  "openai-new": openai,
};
const agent = agents[kind];
if (!agent) throw new Error(`no agent of kind ${kind}`);
const turn = turnOf(kind === "openai-new" ? "/new" : "hi");

exhaust();
const error: unknown = await ask(agent, turn).catch((it: unknown) => it);
const { name, code, isPassing, message }: Record<string, unknown> = Object(error);
// An error that nobody hears would end the process before this.
setTimeout(() => writeSync(1, JSON.stringify({ name, code, isPassing, message, alive: true })), 100);

/** Opens files until there are no descriptors left. */
function exhaust(): void {
  try {
    for (;;) openSync("/dev/null", "r");
  } catch {
    // None left.
  }
}
