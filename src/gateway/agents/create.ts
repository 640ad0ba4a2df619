import type { AgentConfig } from "../config/agent.ts";
import type { Revealer } from "../config/reveal.ts";
import type { Agent } from "./agent.ts";
import { createEchoAgent } from "./echo.ts";

/** What an agent may need of its surroundings. */
export interface AgentHost {
  /** Where relative paths start. */
  readonly folder: string;
  readonly revealer: Revealer;
}

/** Makes the agent that the config names; its code is loaded only now. */
export async function createAgent(config: AgentConfig, _host: AgentHost): Promise<Agent> {
  switch (config.kind) {
    case "echo":
      return createEchoAgent(config);
    default:
      throw new Error("not yet");
  }
}
