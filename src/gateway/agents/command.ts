import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { FeishuDispatchError } from "../../errors.ts";
import type { AgentConfigOf } from "../config/agent.ts";
import { type Agent, AgentError } from "./agent.ts";
import { limited, textOf } from "./lines.ts";
import { timeLimit } from "./time-limit.ts";

export interface CommandAgentOptions extends Omit<AgentConfigOf<"command">, "kind" | "argv"> {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** Where it runs. */
  readonly folder: string;
}

/** Of sysexits.h: it failed for now. */
const EX_TEMPFAIL = 75;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts a program for each turn: the turn as JSON on its stdin, the reply as text on its stdout. It has a process
 * group of its own; an abort ends the whole group, first by SIGTERM and then by SIGKILL.
 */
export function createCommandAgent(options: CommandAgentOptions): Agent {
  return {
    async *run(turn, turnSignal) {
      const { signal, orTimeout } = timeLimit(turnSignal, options.timeoutMs);
      signal.throwIfAborted();
      const child = start(options);
      const disarm = endWith(child, signal, options.killAfterMs);
      try {
        const reply = await outputOf(child, JSON.stringify(turn));
        signal.throwIfAborted();
        yield reply.trimEnd();
      } catch (error) {
        throw orTimeout(error);
      } finally {
        disarm();
        if (signal.aborted) kill(child, "SIGKILL");
      }
    },
  };
}

function start({ argv, stderr, folder }: CommandAgentOptions): Child {
  const [program = "", ...args] = argv;
  return spawn(program, args, { cwd: folder, detached: true, stdio: ["pipe", "pipe", stderr] }) as Child;
}

async function outputOf(child: Child, input: string): Promise<string> {
  const exit = once(child, "close");
  // A program need not read what it is told.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  try {
    const [output, [code, signal]] = await Promise.all([textOf(limited(child.stdout)), exit]);
    if (code === 0) return output;
    const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
    throw new AgentError("ERR_AGENT_EXIT", `the agent's program ${how}`, { isPassing: code === EX_TEMPFAIL });
  } catch (error) {
    kill(child, "SIGKILL");
    throw asAgentError(error);
  }
}

/** Ends the process group when the signal aborts. Returns what takes that back. */
function endWith(child: Child, signal: AbortSignal, killAfterMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    kill(child, "SIGTERM");
    timer = setTimeout(() => kill(child, "SIGKILL"), killAfterMs);
  };
  signal.addEventListener("abort", end, { once: true });
  return () => {
    signal.removeEventListener("abort", end);
    clearTimeout(timer);
  };
}

/** The group is named by its first process, and may live on when that one has ended. */
function kill({ pid }: Child, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended.
  }
}

function asAgentError(error: unknown): unknown {
  if (error instanceof FeishuDispatchError || !(error instanceof Error) || !("code" in error)) return error;
  const message = `the agent's program cannot be started (${error.code})`;
  return new AgentError("ERR_AGENT_UNUSABLE", message, { isPassing: false, cause: error });
}
