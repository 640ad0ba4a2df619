import { z } from "zod";
import { duration } from "../../delays.ts";
import { httpUrl, name, secret } from "./fields.ts";

const timeoutMs = duration(1).default(600_000).meta({ description: "How long one turn may take, in ms." });
const questionTimeoutMs = duration(1).default(600_000).meta({
  description:
    "How long a question of the agent waits for its answer, in ms; then the turn ends. The session waits as long.",
});
const maxAnswerBytes = z
  .int()
  .min(1)
  .max(2 ** 29)
  .default(10_485_760)
  .meta({
    description: "How long one answer may be; a longer one is a failure, and not asked for again.",
  });
const mentions = z.boolean().default(false).meta({
  description:
    'Whether `<at user_id="…"></at>` in an answer mentions people. Otherwise it is text, as users may have written it.',
});

const stream = z.enum(["messages", "card"]).default("messages").meta({
  description:
    "Whether what is said one after the other is a message each, or paragraphs of one card that is updated. On a card all texts are markdown.",
});

const http = z.strictObject({
  kind: z.literal("http"),
  url: httpUrl.meta({ description: "Where each turn is POSTed as JSON." }),
  headers: z.record(name, secret).default({}).meta({ description: "Sent along, e.g. `authorization`." }),
  stream,
  timeoutMs,
  questionTimeoutMs,
  maxAnswerBytes,
  mentions,
});

const command = z.strictObject({
  kind: z.literal("command"),
  argv: z
    .array(z.string())
    .refine(([program]) => program, "a program and its arguments")
    .meta({ description: "The program and its arguments; it starts in the config's folder." }),
  output: z.enum(["text", "markdown", "lines", "dialog"]).default("text").meta({
    description:
      "What its stdout holds: one text, markdown, or lines of JSON (as an HTTP agent streams them), each sent as it comes. In a `dialog` these may be questions, and its stdin stays open for the answers, one on each line.",
  }),
  stderr: z
    .enum(["ignore", "inherit"])
    .default("ignore")
    .meta({ description: "`inherit` shows what the program says there among the gateway's own lines." }),
  stream,
  timeoutMs,
  questionTimeoutMs,
  maxAnswerBytes,
  mentions,
  killAfterMs: duration().default(5000).meta({ description: "From SIGTERM to SIGKILL, in ms." }),
});

const openai = z.strictObject({
  kind: z.literal("openai"),
  baseUrl: httpUrl.meta({ description: "An OpenAI-compatible server, e.g. `http://127.0.0.1:11434/v1`." }),
  model: name.meta({ description: "The model's name." }),
  apiKey: secret.optional().meta({ description: "The server's key, if it wants one." }),
  system: z.string().optional().meta({ description: "What the model is told before the conversation." }),
  format: z.enum(["text", "markdown"]).default("text").meta({
    description: "How its answers are sent: as they are, or as markdown.",
  }),
  stateFolder: name.default("transcripts").meta({ description: "Where the sessions' transcripts are kept." }),
  maxMessages: z.int().min(1).default(100).meta({ description: "How many messages the model is shown." }),
  stream,
  timeoutMs,
  maxAnswerBytes,
  mentions,
});

const echo = z.strictObject({
  kind: z.literal("echo"),
  delayMs: duration().default(0).meta({ description: "How long each turn takes, in ms." }),
  mentions,
});

/** `agent`: who answers. */
export const agent = z.discriminatedUnion("kind", [http, command, openai, echo], {
  error: '"http", "command", "openai" or "echo"',
});

export type AgentConfig = z.output<typeof agent>;
export type AgentConfigOf<Kind extends AgentConfig["kind"]> = Extract<AgentConfig, { kind: Kind }>;
