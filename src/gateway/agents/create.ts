import { resolve } from "node:path";
import type { ChannelLog } from "../../feishu/channel.ts";
import type { AgentConfig, AgentConfigOf } from "../config/agent.ts";
import type { Revealer } from "../config/reveal.ts";
import type { Agent, AgentTurn } from "./agent.ts";

/** What an agent may need of its surroundings. */
export interface AgentHost {
  /** Where relative paths start. */
  readonly folder: string;
  readonly revealer: Revealer;
  readonly log: Pick<ChannelLog, "warn">;
  /** What is said to the user when another conversation begins. */
  readonly newSession: (turn: AgentTurn) => string;
}

/**
 * Makes the agent that the config names; only its code is loaded.
 *
 * @throws UsageError when a secret is missing, or a package that the agent needs
 */
export async function createAgent(config: AgentConfig, host: AgentHost): Promise<Agent> {
  switch (config.kind) {
    case "http":
      return http(config, host);
    case "command":
      return (await import("./command.ts")).createCommandAgent({ ...config, folder: host.folder });
    case "openai":
      return openai(config, host);
    case "echo":
      return (await import("./echo.ts")).createEchoAgent(config);
  }
}

async function http(config: AgentConfigOf<"http">, { revealer }: AgentHost): Promise<Agent> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(config.headers))
    headers[name] = await revealer.reveal(value, `agent.headers.${name}`);
  return (await import("./http.ts")).createHttpAgent({ ...config, headers });
}

async function openai(config: AgentConfigOf<"openai">, host: AgentHost): Promise<Agent> {
  const { folder, revealer, log, newSession } = host;
  const apiKey = await revealer.maybe(config.apiKey, "agent.apiKey");
  const stateFolder = resolve(folder, config.stateFolder);
  return (await import("./openai/openai.ts")).createOpenaiAgent({
    ...{ ...config, apiKey, stateFolder, newSession, log },
  });
}
