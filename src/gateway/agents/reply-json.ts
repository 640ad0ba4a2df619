import { z } from "zod";
import type { Reply } from "../../feishu/channel.ts";
import { AgentError } from "./agent.ts";
import { garbage } from "./lines.ts";

/** What an agent may say, and what an error names. */
const FORMS = '{"reply": "text"}, {"text": "…"}, {"markdown": "…"} or {"msgType": "a_word", "content": {…}}';

/** Feishu takes 30 KB of a post or a card. */
const MAX_CONTENT_BYTES = 30_720;

const content = z
  .record(z.string(), z.unknown())
  .refine((it) => Buffer.byteLength(JSON.stringify(it)) <= MAX_CONTENT_BYTES);
const text = z.string().nullish();
const schema = z.looseObject({
  reply: text,
  text,
  markdown: text,
  msgType: z
    .string()
    .regex(/^[a-z][a-z_]{0,63}$/)
    .nullish(),
  content: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * What an agent says in JSON: a text, markdown, or a message of any type; `{}` when it has nothing to say,
 * `{"error": …}` when it could not do it.
 *
 * @throws AgentError `ERR_AGENT_GARBAGE` for anything else, `ERR_AGENT_FAILED` for an error
 */
export function replyIn(json: string): Reply {
  const result = schema.safeParse(parse(json));
  if (!result.success) throw garbage(FORMS, "other JSON");
  const { error, ...said } = result.data;
  if (error !== undefined && error !== null)
    throw new AgentError("ERR_AGENT_FAILED", "the agent answered with an error", { isPassing: false });
  const replies = repliesIn(said);
  if (replies.length > 1) throw garbage(`one of ${FORMS}`, "several of them in one object");
  return replies[0] ?? { text: "" };
}

function repliesIn(said: Omit<z.output<typeof schema>, "error">): Reply[] {
  const { reply, text, markdown, msgType } = said;
  return [
    ...[reply, text].flatMap((it) => (typeof it === "string" ? { text: it } : [])),
    ...(typeof markdown === "string" ? [{ markdown }] : []),
    ...(typeof msgType === "string" ? [{ msgType, content: contentIn(said.content) }] : []),
  ];
}

function contentIn(value: unknown): object {
  const result = content.safeParse(value);
  if (result.success) return result.data;
  throw garbage(
    `a "content" that is an object of at most ${MAX_CONTENT_BYTES} bytes as JSON`,
    "something else",
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's message quotes what it read.
    throw garbage(FORMS, "no JSON");
  }
}
