import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StandIn, StandInApp } from "../../../src/stand-in/index.ts";
import { configOf } from "../../support/gateway/config.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import type { Terms } from "./check/journal.ts";
import type { Recorder } from "./recorder.ts";

/** One of the day's gateways. */
export interface GatewayPlan {
  readonly name: string;
  readonly transport: "websocket" | "webhook";
  readonly dmScope: string;
  readonly apps: readonly StandInApp[];
}

/** How a gateway is brought to its end. */
export type Ending = "SIGKILL" | "SIGTERM" | "SIGTERM, then SIGKILL";

export const terms: Terms = {
  errorMessage: "Sorry, that did not work. Please try again.",
  maxAttempts: 6,
  agentTimeoutMs: 5000,
  // What Docker waits for, once running turns have had their second.
  longestEndMs: 11_000,
};
const SHUTDOWN_MS = 1000;
/** So few that a burst is more. */
const MAX_QUEUED = 4;

/** A gateway, over all its processes. */
export class DayGateway {
  readonly plan: GatewayPlan;
  readonly #feishu: StandIn;
  readonly #recorder: Recorder;
  readonly #folder: string;
  #process: GatewayProcess | undefined;
  #signal: { readonly name: string; readonly at: number } | undefined;
  #isUp = false;

  constructor(plan: GatewayPlan, feishu: StandIn, recorder: Recorder, folder: string) {
    this.plan = plan;
    this.#feishu = feishu;
    this.#recorder = recorder;
    this.#folder = join(folder, plan.name);
  }

  get inbox(): string {
    return join(this.#folder, "inbox.sqlite");
  }

  /** @param agentUrl where its turns are answered */
  async writeConfig(agentUrl: string): Promise<void> {
    const { apps, transport, dmScope } = this.plan;
    const accounts = Object.fromEntries(
      apps.map(({ appId, appSecret, encryptKey }, index) => [
        `account-${index}`,
        { appId, appSecret, ...(encryptKey === undefined ? {} : { encryptKey }) },
      ]),
    );
    const middleware = [["feishu-dispatch-dedup", { maxQueued: MAX_QUEUED }]];
    const config = {
      session: { dmScope },
      agent: { kind: "http", url: agentUrl, timeoutMs: terms.agentTimeoutMs },
      errors: { message: terms.errorMessage },
      retry: { maxAttempts: terms.maxAttempts, firstDelayMs: 40, maxDelayMs: 200 },
      shutdown: { timeoutMs: SHUTDOWN_MS },
      webhook: { port: 0 },
      health: false,
    };
    const feishu = { accounts, transport, middleware };
    await mkdir(this.#folder);
    const input = configOf(this.#feishu.url, agentUrl, { config, feishu });
    await writeFile(this.#config, JSON.stringify(input));
  }

  /** Starts a process; when it ends by itself, another one. */
  start(): void {
    const { name } = this.plan;
    this.#signal = undefined;
    const process = new GatewayProcess(this.#config, join(this.#folder, "cache"), (line) => this.#read(line));
    this.#process = process;
    this.#recorder.note({ what: "gateway-began", gateway: name });
    void process.exit.then(([code]) => this.#ended(code));
  }

  /** Resolves when events can come in. */
  async ready(): Promise<void> {
    const isReady = () => this.#isUp && (this.plan.transport === "webhook" || this.#areConnected());
    await this.#feishu.changes.until(`the gateway ${this.plan.name}`, isReady, 60_000);
  }

  /** Resolves when its process has ended. */
  async end(how: Ending, graceMs: number): Promise<void> {
    const process = this.#process;
    if (!process) return;
    this.#kill(process, how === "SIGKILL" ? "SIGKILL" : "SIGTERM");
    if (how === "SIGTERM, then SIGKILL") {
      await Promise.race([sleep(graceMs), process.exit]);
      this.#kill(process, "SIGKILL");
    }
    await process.exit;
  }

  get #config(): string {
    return join(this.#folder, "gateway.json5");
  }

  #areConnected(): boolean {
    return this.plan.apps.every(({ appId }) => this.#feishu.connections(appId) > 0);
  }

  #kill(process: GatewayProcess, name: "SIGKILL" | "SIGTERM"): void {
    this.#signal = { name, at: this.#signal?.at ?? performance.now() };
    process.kill(name);
  }

  #ended(code: number | null): void {
    const signal = this.#signal;
    const tookMs = signal ? performance.now() - signal.at : 0;
    this.#isUp = false;
    this.#process = undefined;
    this.#enterWebhook("");
    const said = signal ? { signal: signal.name } : {};
    this.#recorder.note({ what: "gateway-ended", gateway: this.plan.name, ...said, code, tookMs });
    if (!signal) this.start();
  }

  /** One line of its log tells where it listens. */
  #read(line: string): void {
    if (!line.includes('"the gateway runs"')) return;
    this.#isUp = true;
    this.#enterWebhook(String(JSON.parse(line).webhook));
    this.#feishu.changes.emit("change");
  }

  #enterWebhook(url: string): void {
    if (this.plan.transport !== "webhook") return;
    for (const [index, { appId }] of this.plan.apps.entries())
      this.#feishu.setWebhook(url && `${url}/feishu/account-${index}`, appId);
  }
}
