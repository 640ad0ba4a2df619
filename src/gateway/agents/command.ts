import type { AgentConfigOf } from "../config/agent.ts";
import type { Agent } from "./agent.ts";
import { Program } from "./program.ts";
import { timeLimit } from "./time-limit.ts";

export interface CommandAgentOptions extends Omit<AgentConfigOf<"command">, "kind" | "argv" | "mentions"> {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** Where it runs. */
  readonly folder: string;
}

/**
 * Starts a program for each turn: the turn as JSON on its stdin, the reply as text on its stdout. It has a process
 * group of its own; an abort ends the whole group, first by SIGTERM and then by SIGKILL. What counts is the exit of
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
        const reply = await program.talk(JSON.stringify(turn), options.maxAnswerBytes);
        signal.throwIfAborted();
        yield reply.trimEnd();
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
