import { setTimeout } from "node:timers/promises";
import type { AgentConfigOf } from "../config/agent.ts";
import type { Agent } from "./agent.ts";

/** Says what it was told, after a while: to try a gateway out. */
export function createEchoAgent({ delayMs }: Pick<AgentConfigOf<"echo">, "delayMs">): Agent {
  return {
    async *run({ text, message }, signal) {
      if (delayMs > 0) await setTimeout(delayMs, undefined, { signal });
      yield text ?? `(${Reflect.get(message.header, "event_type")})`;
    },
  };
}
