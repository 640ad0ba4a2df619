import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { request as secureRequest } from "node:https";
import { FeishuDispatchError } from "../../errors.ts";
import { isPassingStatus } from "../../http-status.ts";
import type { AgentConfigOf } from "../config/agent.ts";
import { type Agent, AgentError, type AgentTurn, type Saying } from "./agent.ts";
import { type AskingOptions, answerTo } from "./asking.ts";
import { garbage, limited, linesOf, textOf } from "./lines.ts";
import { type Question, type Said, saidInJson } from "./reply-json.ts";
import { timeLimit } from "./time-limit.ts";

export interface HttpAgentOptions
  extends Pick<AgentConfigOf<"http">, "url" | "timeoutMs" | "maxAnswerBytes">,
    Pick<AskingOptions, "questionTimeoutMs"> {
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * POSTs each turn as JSON. The answer is `{"reply": "text"}` or another form that {@link saidInJson} knows, or with the
 * content type `application/x-ndjson` a stream of such lines, each sent as a message as it comes. An abort closes the request.
 *
 * Where gateways share the inbox, the turn's epoch is in the header `X-Session-Epoch` as well, and so is the context of
 * its trace in those of OpenTelemetry's propagators: `traceparent`.
 *
 * A question ends the answer: what the user says to it is POSTed again, in the same turn. So no connection is held while
 * a person thinks, and `timeoutMs` is for each request.
 *
 * It is `node:http` and not `fetch`, which gives up on an answer that takes longer than five minutes.
 */
export function createHttpAgent(options: HttpAgentOptions): Agent {
  const { questionTimeoutMs } = options;
  return {
    async *run(turn, signal, nextMessage) {
      let question = yield* exchange(turn, signal, options);
      while (question) {
        const answer = await answerTo(question, { nextMessage, questionTimeoutMs, signal });
        question = yield* exchange(answer, signal, options);
      }
    },
  };
}

/** One request. @returns what the agent has asked at the end of it */
async function* exchange(
  turn: AgentTurn,
  turnSignal: AbortSignal,
  { url, headers, timeoutMs, maxAnswerBytes }: HttpAgentOptions,
): AsyncGenerator<Saying, Question | undefined> {
  const { signal, orTimeout, release } = timeLimit(turnSignal, timeoutMs);
  let question: Question | undefined;
  try {
    const { epoch, trace } = turn;
    const held = epoch === undefined ? {} : { "x-session-epoch": String(epoch) };
    const response = await post(url, {
      headers: { ...headers, ...held, ...trace },
      body: JSON.stringify(turn),
      signal,
    });
    for await (const said of linesIn(response, maxAnswerBytes)) {
      if (question) throw garbage("its end behind a question", "more");
      question = said.question;
      yield said.saying;
    }
    return question;
  } catch (error) {
    throw asAgentError(orTimeout(error));
  } finally {
    release();
  }
}

interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

async function post(url: string, { headers, body, signal }: Post): Promise<IncomingMessage> {
  const send = url.startsWith("https:") ? secureRequest : request;
  const type = { "content-type": "application/json; charset=utf-8" };
  const sent = send(url, { method: "POST", headers: { ...type, ...headers }, signal });
  // What happens after the answer has begun is told by the answer; an error that nobody hears ends the process.
  sent.on("error", () => {});
  sent.end(body);
  const [response]: [IncomingMessage] = (await once(sent, "response")) as [IncomingMessage];
  const { statusCode = 0 } = response;
  if (statusCode >= 200 && statusCode < 300) return response;
  response.destroy();
  const isPassing = isPassingStatus(statusCode);
  throw new AgentError("ERR_AGENT_STATUS", `the agent answered with HTTP status ${statusCode}`, {
    isPassing,
  });
}

async function* linesIn(response: IncomingMessage, maxBytes: number): AsyncGenerator<Said> {
  const bytes = limited(response, maxBytes);
  const type = response.headers["content-type"] ?? "";
  if (/ndjson|jsonl|json-lines/.test(type)) {
    for await (const line of linesOf(bytes)) yield saidInJson(line);
    return;
  }
  const text = await textOf(bytes);
  if (text.trim() !== "") yield saidInJson(text);
}

/** What the network did. Only its code is told: messages may hold the URL, and that a password. */
function asAgentError(error: unknown): unknown {
  if (error instanceof FeishuDispatchError || !(error instanceof Error) || !("code" in error)) return error;
  const message = `the agent could not be reached, or broke off its answer (${error.code})`;
  return new AgentError("ERR_AGENT_UNREACHABLE", message, { isPassing: true });
}
