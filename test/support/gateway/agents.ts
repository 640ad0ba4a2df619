import { parseEvent } from "../../../src/feishu/index.ts";
import { cannotAsk } from "../../../src/gateway/agents/agent.ts";
import type { Agent, AgentTurn, NextMessage, Saying } from "../../../src/gateway/index.ts";
import { EventMaker } from "../../../src/stand-in/index.ts";

const say = new EventMaker();

/** A turn about one message. */
export function turnOf(text: string, more: Partial<AgentTurn> = {}): AgentTurn {
  const { schema, header, event } = parseEvent(say.text({ user: "alice" }, text));
  const turnId = `t-${header.event_id}`;
  return {
    turnId,
    sessionKey: "agent:main:main",
    kind: "text",
    text,
    files: [],
    message: { schema, header, event },
    attempt: 1,
    ...more,
  };
}

/** For agents that ask nobody. */
export const nobody: NextMessage = () => Promise.reject(cannotAsk());

/** What an agent says in a turn; of a text the text. */
export async function ask(
  agent: Agent,
  turn: AgentTurn,
  signal = new AbortController().signal,
  nextMessage: NextMessage = nobody,
): Promise<Saying[]> {
  const said: Saying[] = [];
  for await (const reply of agent.run(turn, signal, nextMessage))
    said.push(typeof reply === "object" && "text" in reply ? reply.text : reply);
  return said;
}
