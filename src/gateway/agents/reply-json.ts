import { z } from "zod";
import { AgentError, type Saying } from "./agent.ts";
import { garbage } from "./lines.ts";

/** What an agent may say, and what an error names. */
const FORMS =
  '{"reply": "text"}, {"text": "…"}, {"markdown": "…"}, {"delta": "…"} or {"msgType": "a_word", "content": {…}}';

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
  delta: text,
  msgType: z
    .string()
    .regex(/^[a-z][a-z_]{0,63}$/)
    .nullish(),
  content: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * What an agent says in JSON: a text, markdown, a message of any type, or a piece of a text; `{}` when it has nothing to say,
 * `{"error": …}` when it could not do it.
 *
 * @throws AgentError `ERR_AGENT_GARBAGE` for anything else, `ERR_AGENT_FAILED` for an error
 */
export function sayingIn(json: string): Saying {
  const result = schema.safeParse(parse(json));
  if (!result.success) throw garbage(FORMS, "other JSON");
  const { error, ...said } = result.data;
  if (error !== undefined && error !== null)
    throw new AgentError("ERR_AGENT_FAILED", "the agent answered with an error", { isPassing: false });
  const sayings = sayingsIn(said);
  if (sayings.length > 1) throw garbage(`one of ${FORMS}`, "several of them in one object");
  return sayings[0] ?? { text: "" };
}

function sayingsIn(said: Omit<z.output<typeof schema>, "error">): Saying[] {
  const { reply, text, markdown, delta, msgType } = said;
  return [
    ...[reply, text].flatMap((it) => (typeof it === "string" ? { text: it } : [])),
    ...(typeof delta === "string" ? [{ delta }] : []),
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
