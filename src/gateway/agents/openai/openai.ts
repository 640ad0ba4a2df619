import type { OpenAI } from "openai";
import { commandReader } from "../../../dispatch/command-policy.ts";
import { UsageError } from "../../../errors.ts";
import type { ChannelLog, Reply } from "../../../feishu/channel.ts";
import { isBlank } from "../../../text/blank.ts";
import type { AgentConfigOf } from "../../config/agent.ts";
import type { Agent, AgentTurn, Saying } from "../agent.ts";
import { boundedFetch } from "../bounded-fetch.ts";
import { garbage, tooLarge } from "../lines.ts";
import { timeLimit } from "../time-limit.ts";
import { asAgentError, asFileError } from "./openai-errors.ts";
import { questionOf } from "./question.ts";
import { type Conversation, Transcripts } from "./transcript.ts";

type Config = AgentConfigOf<"openai">;

export interface OpenaiAgentOptions
  extends Omit<Config, "kind" | "apiKey" | "mentions" | "format" | "stream"> {
  readonly apiKey: string | undefined;
  /** Absolute. */
  readonly stateFolder: string;
  readonly log: Pick<ChannelLog, "warn">;
  /** The answer to a command that begins another conversation. */
  readonly newSession: (turn: AgentTurn) => string;
  /** Whether its answer is said piece by piece, as it comes: `card`. @default "messages" */
  readonly stream?: Config["stream"];
  /** What the model writes. @default "text" */
  readonly format?: Config["format"];
}

const commandIn = commandReader();

/** What stands around the text in one event, and more. */
const LEAST_BYTES = 65_536;

/**
 * Asks a model by the OpenAI chat API, whoever serves it. Each session's conversation is kept in a transcript;
 * `/new` and `/reset` begin another.
 *
 * @throws UsageError `ERR_AGENT_UNUSABLE` when the package `openai` is not installed
 */
export async function createOpenaiAgent(options: OpenaiAgentOptions): Promise<Agent> {
  const { OpenAI } = await load();
  const { baseUrl: baseURL, apiKey = "none", stateFolder, timeoutMs: timeout, maxAnswerBytes, log } = options;
  const fetch = boundedFetch(Math.max(maxAnswerBytes, LEAST_BYTES));
  // The gateway itself tries again.
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout, logLevel: "off", fetch });
  const transcripts = new Transcripts(stateFolder, log);
  return {
    async *run(turn, turnSignal) {
      const { signal, orTimeout, release } = timeLimit(turnSignal, options.timeoutMs);
      try {
        yield* answer(turn, { client, options, transcripts, signal });
      } catch (error) {
        throw orTimeout(asFileError(error));
      } finally {
        release();
      }
    },
  };
}

interface Asking {
  readonly client: OpenAI;
  readonly options: OpenaiAgentOptions;
  readonly transcripts: Transcripts;
  readonly signal: AbortSignal;
}

async function* answer(turn: AgentTurn, asking: Asking): AsyncGenerator<Saying> {
  const { transcripts, options } = asking;
  if (commandIn(turn.text)?.meaning === "new-session") {
    await beginAnother(turn, transcripts);
    return yield options.newSession(turn);
  }
  const conversation = await transcripts.open(turn.sessionKey);
  const recorded = conversation.messages.find((it) => it.turnId === turn.turnId && it.role === "assistant");
  // An attempt that came this far and was cut off while its answer was sent.
  if (recorded) return yield said(recorded.content, options);
  const content = questionOf(turn, conversation.messages);
  const reply = yield* ask(conversation, content, asking);
  const { turnId } = turn;
  const user = { turnId, role: "user", content } as const;
  await transcripts.add(conversation.file, [user, { turnId, role: "assistant", content: reply }]);
  if (options.stream !== "card") yield said(reply, options);
}

function said(reply: string, { format }: Pick<OpenaiAgentOptions, "format">): Reply {
  return format === "markdown" ? { markdown: reply } : { text: reply };
}

async function beginAnother({ sessionKey, turnId }: AgentTurn, transcripts: Transcripts): Promise<void> {
  if ((await transcripts.begunBy(sessionKey)) !== turnId) await transcripts.begin(sessionKey, turnId);
}

/** Says the pieces of the answer as they come, where that is wanted, and gives it whole. */
async function* ask(
  conversation: Conversation,
  content: string,
  asking: Asking,
): AsyncGenerator<Saying, string> {
  const { model, system, maxMessages } = asking.options;
  const shown = conversation.messages
    .slice(-maxMessages)
    .filter((it) => !isBlank(it.content))
    .map((it) => ({ role: it.role, content: it.content }));
  const messages = [
    ...(system === undefined ? [] : [{ role: "system" as const, content: system }]),
    ...shown,
    { role: "user" as const, content },
  ];
  try {
    const reply = yield* stream({ model, messages, stream: true }, asking);
    asking.signal.throwIfAborted();
    if (reply === "") throw garbage("a text", "none");
    return reply;
  } catch (error) {
    throw asking.signal.aborted ? error : asAgentError(error);
  }
}

async function* stream(
  body: OpenAI.ChatCompletionCreateParamsStreaming,
  { client, signal, options }: Asking,
): AsyncGenerator<Saying, string> {
  let reply = "";
  let bytes = 0;
  for await (const { choices } of await client.chat.completions.create(body, { signal })) {
    const content = choices[0]?.delta?.content ?? "";
    bytes += Buffer.byteLength(content);
    if (bytes > options.maxAnswerBytes) throw tooLarge(options.maxAnswerBytes);
    reply += content;
    if (options.stream === "card" && content !== "") yield { delta: content };
  }
  return reply;
}

async function load() {
  try {
    return await import("openai");
  } catch (cause) {
    const message =
      'agent.kind "openai" needs the package openai, which is not installed: npm install openai';
    throw new UsageError("ERR_AGENT_UNUSABLE", message, { cause });
  }
}
