import { appendFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configOf } from "../../support/gateway/config.ts";
import { Relay } from "../../support/postgres/relay.ts";
import { GatewayProcess } from "../support/gateway-process.ts";

export const LEASE_MS = 3000;
export const GRACE_MS = 1000;
const suspendedClock = new URL("suspended-clock.ts", import.meta.url);

export interface ClusterGatewayOptions {
  readonly name: string;
  /** Where it keeps its config. */
  readonly folder: string;
  readonly feishuUrl: string;
  readonly agentUrl: string;
  readonly databaseUrl: string;
  /** Whether it does not notice that it was stopped, as on a machine that was suspended. */
  readonly isOblivious: boolean;
  /** Told what it should not have said or done. */
  readonly onComplaint: (what: string) => void;
}

/** One of the gateways, over all its processes, with a way to the database of its own. */
export class ClusterGateway {
  readonly name: string;
  /** Something is being done to it. */
  isDisturbed = false;
  readonly #options: ClusterGatewayOptions;
  #process: GatewayProcess | undefined;
  #up = Promise.resolve();
  #isTold = false;
  #relay: Relay | undefined;

  constructor(options: ClusterGatewayOptions) {
    this.name = options.name;
    this.#options = options;
  }

  async prepare(): Promise<void> {
    const { name, feishuUrl, agentUrl, databaseUrl } = this.#options;
    this.#relay = await Relay.open(databaseUrl);
    await mkdir(this.#folder);
    const inbox = { kind: "postgres", url: this.relay.url, leaseMs: LEASE_MS, graceMs: GRACE_MS, name };
    const retry = { maxAttempts: 1_000_000, firstDelayMs: 20, maxDelayMs: 200 };
    const config = { inbox, retry, health: false, log: { level: "info" } };
    await writeFile(this.#config, JSON.stringify(configOf(feishuUrl, agentUrl, { config })));
    await new GatewayProcess("a file that is not there", this.#cache).exit;
  }

  /** Its way to the database. */
  get relay(): Relay {
    if (!this.#relay) throw new Error("the gateway is not prepared yet");
    return this.#relay;
  }

  /** Starts a process; when it ends by itself, another one. */
  start(): void {
    this.#isTold = false;
    let isUp = false;
    const up = Promise.withResolvers<void>();
    this.#up = up.promise;
    const onLine = (line: string) => {
      appendFileSync(join(this.#folder, "log.jsonl"), `${line}\n`);
      isUp ||= line.includes('"the gateway runs"');
      if (isUp) up.resolve();
    };
    const preload = this.#options.isOblivious ? suspendedClock : undefined;
    const running = new GatewayProcess(this.#config, this.#cache, onLine, preload);
    this.#process = running;
    void running.exit.then(([code, signal]) => {
      if (this.#isTold) return;
      const why = running.complaints.at(-1);
      // Where the database is away just then it does not start; whoever starts it tries again.
      const isRight = !isUp && why?.includes("cannot be reached");
      if (!isRight) this.#options.onComplaint(`${this.name} ended by itself: ${code ?? signal}; ${why}`);
      this.start();
      up.resolve();
    });
  }

  /** Resolves when it runs. */
  async ready(): Promise<void> {
    for (let up: unknown; up !== this.#up; await this.#up) up = this.#up;
  }

  signal(name: "SIGSTOP" | "SIGCONT"): void {
    this.#process?.kill(name);
  }

  async kill(): Promise<void> {
    this.#isTold = true;
    this.#process?.kill("SIGKILL");
    await this.#process?.exit;
  }

  /** Ends its process as an operator does: it lets its turns end. */
  async leave(): Promise<void> {
    // Before it runs there is nothing that it could leave.
    await this.ready();
    this.#isTold = true;
    this.#process?.kill("SIGTERM");
    const [code] = (await this.#process?.exit) ?? [];
    if (code !== 0) this.#options.onComplaint(`${this.name} ended with ${code} after SIGTERM`);
  }

  /** Ends it for good. */
  async stop(): Promise<void> {
    await this.leave();
    this.relay.close();
  }

  /** Compiled code, which makes a process start twice as fast once another one has ended well. */
  get #cache(): string {
    return join(this.#options.folder, "cache");
  }

  get #folder(): string {
    return join(this.#options.folder, this.name);
  }

  get #config(): string {
    return join(this.#folder, "gateway.json5");
  }
}
