import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { TOKEN } from "./config.ts";
import { foldersOf } from "./folders.ts";
import type { Host } from "./hosts.ts";
import { execute, type Finished, hostEnvironment } from "./process.ts";

/** A gateway process, its config and its log. */
export class Gateway {
  readonly #host: Host;
  readonly #caFile: string;
  readonly port: number;
  #child: ChildProcess | undefined;
  #console = "";

  constructor(host: Host, caFile: string, port: number) {
    this.#host = host;
    this.#caFile = caFile;
    this.port = port;
  }

  /** Starts the process; whether it serves is seen by its connection to the stand-in. */
  async start(config: object): Promise<void> {
    const { state, command } = foldersOf(this.#host);
    await writeFile(`${state}/openclaw.json`, JSON.stringify(config, undefined, 2));
    const args = [command, "gateway", "run", "--port", String(this.port)];
    const env = hostEnvironment(state, this.#caFile);
    // A group of its own, so that the helpers it starts end with it.
    const child = spawn(process.execPath, args, { env, cwd: state, detached: true });
    child.stdout.on("data", (text) => this.#keep(text));
    child.stderr.on("data", (text) => this.#keep(text));
    this.#child = child;
    // However this process ends, the gateway must not outlive it.
    const end = () => killGroup(child);
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end) && end());
  }

  /** Resolves with the exit code when the process ends; `undefined` when it has been up for this long. */
  async exitCode(withinMs: number): Promise<number | undefined> {
    const child = this.#child;
    if (!child) return undefined;
    if (child.exitCode !== null) return child.exitCode;
    const late = new AbortController();
    const ended = once(child, "exit", { signal: late.signal }).then(([code]) => Number(code ?? -1));
    const result = await Promise.race([ended, sleep(withinMs, undefined, { signal: late.signal })]);
    late.abort();
    ended.catch(() => {});
    return result;
  }

  /** Ends the process: by SIGTERM with this much time to finish, then, or at once, by SIGKILL. */
  async stop({ graceMs = 0 } = {}): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    if (graceMs > 0) {
      child.kill("SIGTERM");
      await Promise.race([ended, sleep(graceMs)]);
    }
    killGroup(child);
    await ended;
  }

  /** What it wrote to its console. */
  get console(): string {
    return this.#console;
  }

  /** Its log file, one JSON object a line. */
  async log(): Promise<string> {
    return readFile(`${foldersOf(this.#host).state}/gateway.log`, "utf8").catch(() => "");
  }

  /** Runs the host's command line against the same state. */
  async cli(...args: string[]): Promise<Finished> {
    return this.#run(args, foldersOf(this.#host).state);
  }

  /**
   * Calls a gateway method, from a device of its own: one that was let in for one method must ask for more rights
   * for another, and nobody is there to grant them.
   */
  async call(method: string, params: object = {}): Promise<Finished> {
    const url = `ws://127.0.0.1:${this.port}`;
    const to = ["--url", url, "--token", TOKEN, "--json", "--timeout", "60000"];
    const device = await mkdtemp(join(foldersOf(this.#host).state, "device-"));
    return this.#run(["gateway", "call", method, "--params", JSON.stringify(params), ...to], device);
  }

  async #run(args: readonly string[], device: string): Promise<Finished> {
    const { state, command } = foldersOf(this.#host);
    const env = { ...hostEnvironment(state, this.#caFile), OPENCLAW_STATE_DIR: device };
    return execute(process.execPath, [command, ...args], { env, cwd: state, timeoutMs: 600_000 });
  }

  #keep(text: unknown): void {
    this.#console += String(text);
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("no free port");
  return address.port;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
