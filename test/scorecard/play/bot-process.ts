import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inTime } from "../../../src/delays.ts";
import type { Part, Played } from "./part.ts";

const PLAYER = fileURLToPath(new URL("./child.ts", import.meta.url));
/** So many processes load the same files. */
const NODE_COMPILE_CACHE = join(tmpdir(), "node-compile-cache");
/** Nothing is waited for in real time but a database that notices that a process is gone. */
const MOST_MS = 300_000;

/** A process of a peer's bot. It is started by the first part that it is to play. */
export class BotProcess {
  #child: ChildProcess | undefined;

  /** Plays a part; never rejects. */
  async play(part: Part): Promise<Played> {
    this.#child ??= fork(PLAYER, {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, NODE_COMPILE_CACHE },
    });
    const over = new AbortController();
    const late: Played = { error: `nothing came of it within ${MOST_MS / 1000} s` };
    this.#child.send(part);
    const first = Promise.race([answerOf(this.#child, over.signal), endOf(this.#child, over.signal)]);
    const played = await inTime(first, late, MOST_MS, globalThis);
    over.abort();
    return played;
  }

  /** Ends it in the middle of whatever it does. The next part is played by another one. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

async function answerOf(child: ChildProcess, signal: AbortSignal): Promise<Played> {
  const [played] = await once(child, "message", { signal });
  return played;
}

async function endOf(child: ChildProcess, signal: AbortSignal): Promise<Played> {
  let said = "";
  const hear = (data: Buffer) => {
    said += data;
  };
  child.stderr?.on("data", hear);
  const [code] = await once(child, "exit", { signal }).finally(() => child.stderr?.off("data", hear));
  return { error: `its process ended with ${code}: ${said.slice(-2000)}` };
}
