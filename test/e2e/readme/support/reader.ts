import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import JSON5 from "json5";
import { DEMO_APP, type StandIn, startStandIn } from "../../../../src/stand-in/index.ts";
import type { Block } from "../../../support/markdown/blocks.ts";
import { outliveNobody } from "../../support/outlive.ts";
import { type Manner, mannerOf } from "./manners.ts";

/** How long a command may take, on a busy machine. */
const PATIENCE_MS = 50_000;

/** What became of a block's commands. */
export interface Seen {
  readonly said: string;
  /** What they exited with; undefined for what goes on. */
  readonly code?: number | null;
}

/** Somebody who does what a README says, in a folder in which there is nothing but the installed package. */
export class Reader {
  readonly feishu: StandIn;
  readonly #folder = mkdtempSync(join(tmpdir(), "reader-"));
  readonly #env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ npm_config_offline: "true", NO_COLOR: "1", DISPLAY: "", WAYLAND_DISPLAY: "", LC_ALL: "C.UTF-8" },
  };
  readonly #going = new Set<ChildProcess>();

  private constructor(feishu: StandIn, installed: string) {
    this.feishu = feishu;
    symlinkSync(join(installed, "node_modules"), join(this.#folder, "node_modules"));
    writeFileSync(join(this.#folder, "package.json"), '{ "private": true, "type": "module" }\n');
    mkdirSync(join(this.#folder, "logs"));
    for (const log of globSync("fixtures/logs/*.log"))
      cpSync(log, join(this.#folder, "logs", `openclaw-${basename(log)}`));
  }

  /** @param installed where the package is installed */
  static async open(installed: string): Promise<Reader> {
    return new Reader(await startStandIn(), installed);
  }

  /** Ends what goes on, and takes the folder away. */
  async close(): Promise<void> {
    for (const child of this.#going) await ended(child, "SIGTERM");
    await this.feishu.close();
    rmSync(this.#folder, { recursive: true });
  }

  /** Puts a block into the file that the text before it names, if it names one. */
  write({ before, code, language }: Block): void {
    const [, name] = /`([\w-]+\.(?:json5|js|ts))`[^`]*$/.exec(before) ?? [];
    if (name === undefined || !name.endsWith(language)) return;
    writeFileSync(join(this.#folder, name), language === "json5" ? this.#patched(code) : code);
  }

  /** Runs a block of commands: to the end, or until it has said what shows that it works. */
  async run(code: string): Promise<Seen & { readonly manner: Manner }> {
    const manner = mannerOf(code);
    const set = code
      .split("\n")
      .flatMap((line) => (line.startsWith("export ") ? line.split(" ").slice(1) : []));
    for (const pair of set) this.#export(pair);
    const script = code.replaceAll(/^export .*$/gm, "").replaceAll("/tmp/openclaw/", "logs/");
    const child = spawn("bash", ["-e", "-c", script], {
      ...{ cwd: this.#folder, env: this.#env, detached: true, stdio: ["ignore", "pipe", "pipe"] as const },
    });
    outliveNobody(child);
    return { ...(await this.#watch(child, manner)), manner };
  }

  #export(pair: string): void {
    const [name = "", value = ""] = pair.split("=");
    const secrets: NodeJS.ProcessEnv = {
      FEISHU_APP_ID: DEMO_APP.appId,
      FEISHU_APP_SECRET: DEMO_APP.appSecret,
    };
    this.#env[name] = value.includes("…") ? secrets[name] : value;
  }

  async #watch(child: ChildProcess, { until, stays }: Manner): Promise<Seen> {
    let said = "";
    const { promise: shown, resolve: show } = Promise.withResolvers<void>();
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (until?.test(said)) show();
      });
    this.#going.add(child);
    const exit = once(child, "close").then(([code]) => {
      this.#going.delete(child);
      return code as number | null;
    });
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error(`not over in ${PATIENCE_MS} ms, and it has not said ${until}:\n${said}`);
    });
    const code = await Promise.race([exit, shown, late]);
    if (code !== undefined) return { said, code };
    if (!stays) await ended(child, "SIGINT");
    return { said };
  }

  /** A config with Feishu on this machine, and a free port. */
  #patched(code: string): string {
    const config = JSON5.parse(code);
    config.channels.feishu.domain = this.feishu.url;
    return JSON.stringify({ ...config, health: { port: 0 } });
  }
}

/** Ends a shell and all that it has started. */
async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const closed = once(child, "close");
  if (child.pid !== undefined) process.kill(-child.pid, signal);
  await closed;
}
