import { parseEvent } from "../../../src/feishu/index.ts";
import type { Agent, AgentTurn } from "../../../src/gateway/index.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();

/** A turn about one message. */
export function turnOf(text: string, more: Partial<AgentTurn> = {}): AgentTurn {
  const { schema, header, event } = parseEvent(say.text({ user: "alice" }, text));
  const turnId = `t-${header.event_id}`;
  return {
    turnId,
    sessionKey: "agent:main:main",
    text,
    message: { schema, header, event },
    attempt: 1,
    ...more,
  };
}

/** What an agent says in a turn. */
export async function ask(
  agent: Agent,
  turn: AgentTurn,
  signal = new AbortController().signal,
): Promise<string[]> {
  const said: string[] = [];
  for await (const text of agent.run(turn, signal)) said.push(text);
  return said;
}
