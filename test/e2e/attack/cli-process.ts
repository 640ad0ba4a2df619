import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { outliveNobody } from "../support/outlive.ts";
import { Broken } from "./attack.ts";

const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** How a process is started. */
export interface Surroundings {
  /** Laid over a small environment of its own: nothing of this machine's proxies or Node.js options. */
  readonly env?: NodeJS.ProcessEnv;
  /** How many file descriptors it may have. */
  readonly descriptors?: number;
}

type Line = Readonly<Record<string, unknown>>;

/** The real command line in a process of its own, seen from outside. */
export class CliProcess {
  stdout = "";
  stderr = "";
  readonly exit: Promise<number | string>;
  readonly args: readonly string[];
  readonly #child: ChildProcess;
  #ended: number | string | undefined;

  constructor(args: readonly string[], { env = {}, descriptors }: Surroundings) {
    this.args = args;
    const { PATH, HOME, TMPDIR } = process.env;
    const [shell, argv] = descriptors
      ? ["/bin/bash", ["-c", `ulimit -n ${descriptors}; exec "$0" "$@"`, process.execPath, main, ...args]]
      : [process.execPath, [main, ...args]];
    const child = spawn(shell, argv, {
      env: { PATH, HOME, TMPDIR, NO_COLOR: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    outliveNobody(child);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text;
    });
    this.exit = once(child, "close").then(([code, signal]) => {
      this.#ended = code ?? signal;
      return code ?? signal;
    });
  }

  get isAlive(): boolean {
    return this.#ended === undefined;
  }

  /** Everything it has logged so far. */
  get log(): Line[] {
    const whole = this.stderr.split("\n").slice(0, -1);
    return whole.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  }

  /** Closes the ends of its pipes, as `| head` does. */
  stopReading(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  kill(signal: NodeJS.Signals): void {
    if (this.isAlive) this.#child.kill(signal);
  }

  /** @returns undefined when it has not ended by itself in time */
  async endWithin(ms: number): Promise<number | string | undefined> {
    return Promise.race([this.exit, sleep(ms, undefined, { ref: false })]);
  }

  /** Its memory, in MB. */
  async rss(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s*(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** How many file descriptors it has open. */
  async descriptors(): Promise<number> {
    return (await readdir(`/proc/${this.#child.pid}/fd`)).length;
  }

  /** @throws Broken when it has ended, or it took too long */
  async until<T>(what: string, look: () => T | Promise<T>, ms = 15_000): Promise<NonNullable<T>> {
    for (const end = performance.now() + ms; ; await sleep(20)) {
      const found = await look();
      if (found) return found;
      if (!this.isAlive) throw new Broken(`the process ended (${this.#ended}) before ${what}`);
      if (performance.now() > end) throw new Broken(`no ${what} in ${ms} ms`);
    }
  }
}
