import { type ChildProcessByStdio, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { FeishuDispatchError } from "../../errors.ts";
import { AgentError } from "./agent.ts";
import { limited } from "./lines.ts";

/** How a program is started. */
export interface ProgramOptions {
  /** The program and its arguments. */
  readonly argv: readonly string[];
  /** Where it runs. */
  readonly folder: string;
  readonly stderr: "ignore" | "inherit";
  /** What its environment has beside what this process's own has. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
}

export interface TalkOptions {
  /** How much it may say. */
  readonly maxBytes: number;
  /** Whether it is told more than once: its stdin stays open then, and holds lines. @default false */
  readonly isDialog?: boolean;
}

/** How long what a program has said may take to arrive after its exit, in ms; a child of its may hold its stdout for ever. */
const GRACE_MS = 500;

/** What the machine lacks for now: descriptors, processes, memory. */
const SHORT = new Set(["EMFILE", "ENFILE", "EAGAIN", "ENOMEM", "ENOBUFS", "EBUSY", "ETXTBSY"]);

/** Of sysexits.h: it failed for now. */
const EX_TEMPFAIL = 75;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** A program that was started, with a process group of its own. */
export class Program {
  readonly #child: Child;
  readonly #exit: Promise<unknown[]>;

  /** @throws AgentError `ERR_AGENT_UNUSABLE` when it cannot be started; for some reasons `talk` rejects with it instead */
  constructor({ argv, folder, stderr, env: more }: ProgramOptions) {
    const [program = "", ...args] = argv;
    try {
      const stdio: StdioOptions = ["pipe", "pipe", stderr];
      const env = { ...process.env, ...more };
      this.#child = spawn(program, args, { cwd: folder, detached: true, stdio, env }) as Child;
    } catch (error) {
      throw asAgentError(error);
    }
    // An error that nobody hears ends the process: it is to be heard from the beginning.
    this.#exit = once(this.#child, "exit");
    this.#exit.catch(() => {});
  }

  /**
   * Tells the program something, passes on what it says on its stdout, and waits for its exit.
   *
   * @throws AgentError `ERR_AGENT_EXIT`, `ERR_AGENT_GARBAGE`, `ERR_AGENT_UNUSABLE`
   */
  async *talk(input: string, { maxBytes, isDialog = false }: TalkOptions): AsyncGenerator<Uint8Array> {
    const { stdin, stdout } = this.#child;
    let isOver = false;
    try {
      const closed = this.#closed();
      closed.catch(() => {});
      // A program need not read what it is told. Without descriptors there are no pipes, and the error is still to come.
      stdin?.on("error", () => {});
      if (isDialog) this.tell(input);
      else stdin?.end(input);
      if (stdout) yield* untilClosed(limited(stdout, maxBytes));
      const [code, signal] = await closed;
      if (code !== 0) throw exitError(code, signal);
      isOver = true;
    } catch (error) {
      throw asAgentError(error);
    } finally {
      if (!isOver) this.kill("SIGKILL");
    }
  }

  /** Tells it one more line; only in a dialog. */
  tell(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Resolves when it has ended, however that was. */
  get exited(): Promise<void> {
    const over = () => {};
    return this.#exit.then(over, over);
  }

  /** The group is named by its first process, and may live on when that one has ended. */
  kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // It has ended.
    }
  }

  /** The program's exit, after which nothing of its is held open for long. */
  async #closed(): Promise<unknown[]> {
    const exit = await this.#exit;
    const { stdin, stdout } = this.#child;
    const closed = stdout.closed ? undefined : once(stdout, "close");
    await Promise.race([closed, sleep(GRACE_MS, undefined, { ref: false })]);
    // On a busy machine the time may be up before what has arrived was read.
    if (!stdout.closed) await setImmediate();
    stdout.destroy();
    stdin.destroy();
    return exit;
  }
}

/** A stream's bytes until its end, or until it is closed before that. */
async function* untilClosed(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    if (codeOf(error) !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

function exitError(code: unknown, signal: unknown): AgentError {
  const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
  return new AgentError("ERR_AGENT_EXIT", `the agent's program ${how}`, { isPassing: code === EX_TEMPFAIL });
}

function asAgentError(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof FeishuDispatchError || code === undefined) return error;
  const message = `the agent's program cannot be started (${code})`;
  return new AgentError("ERR_AGENT_UNUSABLE", message, { isPassing: SHORT.has(code), cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
