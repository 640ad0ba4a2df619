import { z } from "zod";
import { AgentError, type Saying } from "./agent.ts";
import { garbage } from "./lines.ts";

/** What an agent may say, and what an error names. */
const FORMS =
  '{"reply": "text"}, {"text": "…"}, {"markdown": "…"}, {"delta": "…"}, {"ask": "…"} or {"msgType": "a_word", "content": {…}}';

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
  ask: z.union([z.string(), z.boolean()]).nullish(),
  state: z.unknown().optional(),
  error: z.unknown().optional(),
});

/** What an agent has asked its user. */
export interface Question {
  /** What the agent wants to have back with the answer, or null. */
  readonly state: unknown;
}

/** What an agent says, and whether it waits for its user's next message then. */
export interface Said {
  readonly saying: Saying;
  readonly question: Question | undefined;
}

/**
 * What an agent says in JSON: a text, markdown, a message of any type, or a piece of a text; `{}` when it has nothing to say,
 * `{"error": …}` when it could not do it. With `"ask": true` it is a question, as is the text of `{"ask": "…"}`.
 *
 * @throws AgentError `ERR_AGENT_GARBAGE` for anything else, `ERR_AGENT_FAILED` for an error
 */
export function saidInJson(json: string): Said {
  const result = schema.safeParse(parse(json));
  if (!result.success) throw garbage(FORMS, "other JSON");
  const { error, state = null, ...said } = result.data;
  if (error !== undefined && error !== null)
    throw new AgentError("ERR_AGENT_FAILED", "the agent answered with an error", { isPassing: false });
  const sayings = sayingsIn(said);
  if (sayings.length > 1) throw garbage(`one of ${FORMS}`, "several of them in one object");
  const isQuestion = said.ask !== undefined && said.ask !== null && said.ask !== false;
  return { saying: sayings[0] ?? { text: "" }, question: isQuestion ? { state } : undefined };
}

function sayingsIn(said: Omit<z.output<typeof schema>, "error">): Saying[] {
  const { reply, text, markdown, delta, msgType, ask } = said;
  return [
    ...[reply, text, ask].flatMap((it) => (typeof it === "string" ? { text: it } : [])),
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
