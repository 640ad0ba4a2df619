import type { AgentConfigOf } from "../config/agent.ts";
import type { Agent, Saying } from "./agent.ts";
import { linesOf, textOf } from "./lines.ts";
import { Program } from "./program.ts";
import { sayingIn } from "./reply-json.ts";
import { timeLimit } from "./time-limit.ts";

type Config = AgentConfigOf<"command">;

export interface CommandAgentOptions
  extends Omit<Config, "kind" | "argv" | "mentions" | "output" | "stream"> {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** What its stdout holds. @default "text" */
  readonly output?: Config["output"];
  /** Where it runs. */
  readonly folder: string;
}

/**
 * Starts a program for each turn: the turn as JSON on its stdin, the reply on its stdout: as one text, as markdown, or
 * as lines of JSON, each sent as a message as it comes. It has a process group of its own; an abort ends the whole group, first by SIGTERM and then by SIGKILL. What counts is the exit of
 * the program itself: a child that it leaves behind may go on, but is not waited for.
 */
export function createCommandAgent(options: CommandAgentOptions): Agent {
  return {
    async *run(turn, turnSignal) {
      turnSignal.throwIfAborted();
      const { signal, orTimeout, release } = timeLimit(turnSignal, options.timeoutMs);
      const program = new Program(options);
      const disarm = endWith(program, signal, options.killAfterMs);
      try {
        const said = program.talk(JSON.stringify(turn), options.maxAnswerBytes);
        for await (const reply of repliesIn(said, options.output)) {
          signal.throwIfAborted();
          yield reply;
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

async function* repliesIn(
  said: AsyncGenerator<Uint8Array>,
  output: CommandAgentOptions["output"],
): AsyncGenerator<Saying> {
  if (output === "lines") {
    for await (const line of linesOf(said)) yield sayingIn(line);
    return;
  }
  const text = (await textOf(said)).trimEnd();
  yield output === "markdown" ? { markdown: text } : { text };
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
