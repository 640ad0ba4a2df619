import { following } from "../../delays.ts";
import type { AgentConfigOf } from "../config/agent.ts";
import type { Agent, AgentTurn } from "./agent.ts";
import { type AskingOptions, answerTo } from "./asking.ts";
import { garbage, linesOf, textOf } from "./lines.ts";
import { Program } from "./program.ts";
import { type Question, type Said, saidInJson } from "./reply-json.ts";
import { timeLimit } from "./time-limit.ts";

type Config = AgentConfigOf<"command">;

export interface CommandAgentOptions
  extends Omit<Config, "kind" | "argv" | "mentions" | "output" | "questionTimeoutMs" | "stream">,
    Pick<AskingOptions, "questionTimeoutMs"> {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** What its stdout holds. @default "text" */
  readonly output?: Config["output"];
  /** Where it runs. */
  readonly folder: string;
}

/**
 * Starts a program for each turn: the turn as JSON on its stdin, the reply on its stdout: as one text, as markdown, or
 * as lines of JSON, each sent as a message as it comes. In a dialog its stdin stays open, and it reads what its user says
 * to its questions there.
 *
 * Where gateways share the inbox, the turn's epoch is in its environment as well, as `SESSION_EPOCH`, and so is the context
 * of its trace: `TRACEPARENT`.
 *
 * It has a process group of its own; an abort ends the whole group, first by SIGTERM and then by SIGKILL. What counts is
 * the exit of the program itself: a child that it leaves behind may go on, but is not waited for.
 */
export function createCommandAgent(options: CommandAgentOptions): Agent {
  return {
    async *run(turn, turnSignal, nextMessage) {
      turnSignal.throwIfAborted();
      const limit = timeLimit(turnSignal, options.timeoutMs);
      const { signal, orTimeout, release } = limit;
      const program = new Program({ ...options, env: environmentOf(turn) });
      const disarm = endWith(program, signal, options.killAfterMs);
      try {
        const isDialog = options.output === "dialog";
        const said = program.talk(JSON.stringify(turn), { maxBytes: options.maxAnswerBytes, isDialog });
        for await (const { saying, question } of saidIn(said, options.output)) {
          signal.throwIfAborted();
          yield saying;
          if (!question) continue;
          if (!isDialog) throw garbage('a question only with output "dialog"', "one");
          const { questionTimeoutMs } = options;
          await limit.outside(hear(question, program, { nextMessage, questionTimeoutMs, signal }));
        }
        signal.throwIfAborted();
      } catch (error) {
        throw orTimeout(error);
      } finally {
        release();
        disarm();
        if (signal.aborted) program.kill("SIGKILL");
      }
    },
  };
}

function environmentOf({ epoch, trace = {} }: AgentTurn): Record<string, string> {
  const carried = Object.entries(trace).map(([key, value]) => [key.toUpperCase().replace(/\W/g, "_"), value]);
  return { ...Object.fromEntries(carried), ...(epoch !== undefined && { SESSION_EPOCH: String(epoch) }) };
}

/** Tells the program the answer to its question, unless it does not wait for that. */
async function hear(question: Question, program: Program, asking: AskingOptions): Promise<void> {
  const { controller, release } = following(asking.signal);
  const over = new Error("the program has ended");
  void program.exited.then(() => controller.abort(over));
  try {
    const answer = await answerTo(question, { ...asking, signal: controller.signal });
    program.tell(JSON.stringify(answer));
  } catch (error) {
    if (error !== over) throw error;
  } finally {
    release();
  }
}

async function* saidIn(
  said: AsyncGenerator<Uint8Array>,
  output: CommandAgentOptions["output"],
): AsyncGenerator<Said> {
  if (output === "lines" || output === "dialog") {
    for await (const line of linesOf(said)) yield saidInJson(line);
    return;
  }
  const text = (await textOf(said)).trimEnd();
  yield { saying: output === "markdown" ? { markdown: text } : { text }, question: undefined };
}

/** Ends the process group when the signal aborts. Returns what takes that back. */
function endWith(program: Program, signal: AbortSignal, killAfterMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    program.kill("SIGTERM");
    timer = setTimeout(() => program.kill("SIGKILL"), killAfterMs);
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  };
}
