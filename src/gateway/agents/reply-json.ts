import { z } from "zod";
import { AgentError } from "./agent.ts";
import { garbage } from "./lines.ts";

const schema = z.looseObject({ reply: z.string().nullish(), error: z.unknown().optional() });

/**
 * What an agent says in JSON: `{"reply": "text"}`, `{}` when it has nothing to say, `{"error": …}` when it could
 * not do it.
 *
 * @throws AgentError `ERR_AGENT_GARBAGE` for anything else, `ERR_AGENT_FAILED` for an error
 */
export function replyIn(json: string): string {
  const result = schema.safeParse(parse(json));
  if (!result.success) throw garbage('{"reply": "text"}', "other JSON");
  const { reply, error } = result.data;
  if (error === undefined || error === null) return reply ?? "";
  throw new AgentError("ERR_AGENT_FAILED", "the agent answered with an error", { isPassing: false });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes what it read.
    throw garbage('{"reply": "text"}', "no JSON");
  }
}
