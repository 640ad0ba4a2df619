import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { outliveNobody } from "./outlive.ts";

const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** The real gateway, in a process of its own that can be killed. */
export class GatewayProcess {
  /** What it has logged that is worse than a warning, without what a lost connection leads to. */
  readonly complaints: string[] = [];
  readonly exit: Promise<[number | null, NodeJS.Signals | null]>;
  readonly #child: ChildProcess;
  readonly #onLine: (line: string) => void;

  /**
   * @param cache a folder for compiled code, which makes it start twice as fast once a process has ended well
   * @param onLine told every line of its log
   * @param preload a module that it loads before anything else
   */
  constructor(config: string, cache: string, onLine: (line: string) => void = () => {}, preload?: URL) {
    this.#onLine = onLine;
    const env = { ...process.env, NODE_COMPILE_CACHE: cache };
    const stdio = ["ignore", "ignore", "pipe"] as const;
    const args = [...(preload ? ["--import", preload.href] : []), main, "gateway", "--config", config];
    const child = spawn(process.execPath, args, { env, stdio: [...stdio] });
    this.#child = child;
    outliveNobody(child);
    this.exit = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
    if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => this.#note(line));
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  #note(line: string): void {
    this.#onLine(line);
    if (!line.startsWith("{") || JSON.parse(line).level >= 50) this.complaints.push(line);
  }
}
