import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StandIn } from "../../../src/stand-in/index.ts";
import { GatewayProcess } from "../support/gateway-process.ts";
import { dayConfig, type GatewayPlan, terms } from "./gateway-config.ts";
import type { Recorder } from "./recorder.ts";

/** How a gateway is brought to its end. */
export type Ending = "SIGKILL" | "SIGTERM" | "SIGTERM, then SIGKILL";

/** What a process says when events can come in. */
export interface Running {
  /** Where it tells how it is. */
  readonly health?: string;
}

/** What a process says of an event that it has from its inbox, and not from Feishu. */
const FOUND = /"(found an event in the inbox|another gateway has received an event)"/;

/** A gateway, over all its processes. */
export class DayGateway {
  readonly plan: GatewayPlan;
  /** How many events its process has from its inbox, and not from Feishu, as its log says. */
  found = 0;
  readonly #feishu: StandIn;
  readonly #recorder: Recorder;
  readonly #folder: string;
  #process: GatewayProcess | undefined;
  #signal: { readonly name: string; readonly at: number } | undefined;
  #running: (Running & { readonly webhook?: string }) | undefined;

  constructor(plan: GatewayPlan, feishu: StandIn, recorder: Recorder, folder: string) {
    this.plan = plan;
    this.#feishu = feishu;
    this.#recorder = recorder;
    this.#folder = join(folder, plan.name);
  }

  get inbox(): string {
    return join(this.#folder, "inbox.sqlite");
  }

  /** What its process has said, once events can come in. */
  get running(): Running | undefined {
    return this.#running;
  }

  /** @param agentUrl where its turns are answered */
  async writeConfig(agentUrl: string): Promise<void> {
    await mkdir(this.#folder);
    await writeFile(this.#config, JSON.stringify(dayConfig(this.plan, this.#feishu.url, agentUrl)));
  }

  /** Starts a process; when it ends by itself, another one. */
  start(): void {
    const { name } = this.plan;
    this.#signal = undefined;
    this.found = 0;
    // Lines may be read after the process has ended.
    const read = (line: string) => this.#process === running && this.#read(line);
    const cache = join(this.#folder, "cache");
    const running = new GatewayProcess(this.#config, cache, read, this.plan.preload);
    this.#process = running;
    this.#recorder.note({ what: "gateway-began", gateway: name });
    void running.exit.then(([code]) => this.#ended(code));
  }

  /** Resolves when events can come in. */
  async ready(): Promise<void> {
    const isReady = () =>
      this.#running !== undefined && (this.plan.transport === "webhook" || this.#areConnected());
    await this.#feishu.changes.until(`the gateway ${this.plan.name}`, isReady, 60_000);
  }

  /**
   * Resolves when its process has ended: by force, when it takes far too long.
   *
   * @param graceMs from SIGTERM to SIGKILL, where both are wanted
   */
  async end(how: Ending, graceMs: number): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#kill(running, how === "SIGKILL" ? "SIGKILL" : "SIGTERM");
    const longest = new AbortController();
    const ms = how === "SIGTERM" ? terms.longestEndMs + 2000 : graceMs;
    const late = sleep(ms, undefined, { signal: longest.signal }).catch(() => {});
    await Promise.race([late, running.exit]);
    longest.abort();
    if (this.#process === running) this.#kill(running, "SIGKILL");
    await running.exit;
  }

  get #config(): string {
    return join(this.#folder, "gateway.json5");
  }

  #areConnected(): boolean {
    return this.plan.apps.every(({ appId }) => this.#feishu.connections(appId) > 0);
  }

  #kill(running: GatewayProcess, name: "SIGKILL" | "SIGTERM"): void {
    this.#signal = { name, at: this.#signal?.at ?? performance.now() };
    running.kill(name);
  }

  #ended(code: number | null): void {
    const signal = this.#signal;
    const tookMs = signal ? performance.now() - signal.at : 0;
    this.#running = undefined;
    this.#process = undefined;
    this.#enterWebhook("");
    const said = signal ? { signal: signal.name } : {};
    this.#recorder.note({ what: "gateway-ended", gateway: this.plan.name, ...said, code, tookMs });
    if (!signal) this.start();
  }

  /** One line of its log tells where it listens. */
  #read(line: string): void {
    if (FOUND.test(line)) this.found += 1;
    if (!line.includes('"the gateway runs"')) return;
    this.#running = JSON.parse(line);
    this.#enterWebhook(this.#running?.webhook ?? "");
    this.#feishu.changes.emit("change");
  }

  #enterWebhook(url: string): void {
    if (this.plan.transport !== "webhook") return;
    for (const [index, { appId }] of this.plan.apps.entries())
      this.#feishu.setWebhook(url && `${url}/feishu/account-${index}`, appId);
  }
}
