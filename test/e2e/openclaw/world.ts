import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type StandIn, startStandIn } from "../../../src/stand-in/index.ts";
import { certificate } from "../../support/stand-in/certificate.ts";
import { APP, gatewayConfig } from "./config.ts";
import { Conversation } from "./conversation.ts";
import { CACHE } from "./folders.ts";
import { freePort, Gateway } from "./gateway.ts";
import type { Host } from "./hosts.ts";
import { freshState } from "./install.ts";
import { Model } from "./model.ts";
import { Signal } from "./signal.ts";

/** Which gateway a scenario runs against. */
export interface WorldOptions {
  readonly host: Host;
  readonly dmScope: "main" | "per-channel-peer";
  /** Our plugin: its folder and its config. Left out: the gateway runs without it. */
  readonly plugin?: { readonly path: string; readonly config: object };
  /** Another plugin beside it, see `other-plugin/`. @default false */
  readonly otherPlugin?: boolean;
}

const START_TIMEOUT_MS = 180_000;

/** A gateway with everything around it. Nothing in it leaves the loopback interface. */
export class World {
  readonly options: WorldOptions;
  readonly feishu: StandIn;
  readonly model: Model;
  readonly gateway: Gateway;
  readonly #signal: Signal;
  readonly #config: object;

  private constructor(
    parts: Pick<World, "options" | "feishu" | "model" | "gateway">,
    signal: Signal,
    config: object,
  ) {
    this.options = parts.options;
    this.feishu = parts.feishu;
    this.model = parts.model;
    this.gateway = parts.gateway;
    this.#signal = signal;
    this.#config = config;
  }

  /** Starts the stand-ins and the gateway, with a state folder as after installing. */
  static async start(options: WorldOptions): Promise<World> {
    await mkdir(CACHE, { recursive: true });
    const state = await freshState(options.host);
    const signal = new Signal();
    const caFile = join(CACHE, "feishu.crt");
    await writeFile(caFile, certificate.cert);
    const feishu = await startFeishu(signal, options.host.address);
    const model = new Model(signal);
    const modelUrl = await model.listen();
    const port = await freePort();
    const gateway = new Gateway(options.host, caFile, port);
    const config = gatewayConfig({ ...options, state, port, domain: feishu.url, modelUrl });
    const world = new World({ options, feishu, model, gateway }, signal, config);
    await world.#startGateway().catch(async (error) => {
      await world.close();
      throw error;
    });
    return world;
  }

  /** Its host and whether the plugin is there, for a line of output. */
  get name(): string {
    return `${this.options.host.openclaw} ${this.options.plugin ? "with" : "without"}`;
  }

  /** A round of a scenario. */
  conversation(): Conversation {
    return new Conversation(this.feishu, this.model, this.#signal);
  }

  /** Ends the gateway process and starts it again with the same state. */
  async restart({ graceMs = 0 } = {}): Promise<void> {
    await this.gateway.stop({ graceMs });
    await this.feishu.changes.until("the old connection to end", () => this.feishu.connections() === 0);
    await this.#startGateway();
  }

  async close(): Promise<void> {
    await this.gateway.stop({ graceMs: 3000 });
    await this.model.close();
    await this.feishu.close();
  }

  async #startGateway(): Promise<void> {
    await this.gateway.start(this.#config);
    const connected = () => this.feishu.connections() > 0;
    const late = AbortSignal.timeout(START_TIMEOUT_MS);
    while (!connected()) {
      const code = await this.gateway.exitCode(250);
      if (code === undefined && !late.aborted) continue;
      const why = code === undefined ? "did not connect in time" : `exited with ${code}`;
      throw new Error(`the gateway ${why}:\n${this.gateway.console.slice(-4000)}`);
    }
  }
}

async function startFeishu(signal: Signal, host: string): Promise<StandIn> {
  // A port in the domain is more than some versions of the channel's client can take, so it is the usual one.
  const address = { host, port: 443, tls: certificate };
  const feishu = await startStandIn({ apps: [APP], ...address, acceptUnknown: true });
  feishu.changes.setMaxListeners(0).on("change", signal.tell);
  return feishu;
}
