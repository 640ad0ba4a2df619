import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  DEMO_APP,
  EventMaker,
  type StandIn,
  type StandInOptions,
  startStandIn,
} from "../../../src/stand-in/index.ts";
import { AgentServer, type Behaviour } from "../../support/gateway/agent-server.ts";
import { type ConfigKeys, configOf } from "../../support/gateway/config.ts";
import { CliProcess, type Surroundings } from "./cli-process.ts";

/** What a gateway is told, and where it runs. */
export interface GatewayOptions extends ConfigKeys, Surroundings {
  /** Where its files are. @default the scene's folder */
  readonly folder?: string;
  /** Permissions of its config. @default 0o600 */
  readonly mode?: number;
}

/** What every gateway here says to a user whose turn has failed. */
export const SORRY = "Sorry, that did not work.";

/** Times of a Feishu that soon delivers again what was refused: a gateway may refuse for a moment. */
export const soonAgain = { ackTimeoutMs: 1000, redeliveryMs: Array.from({ length: 20 }, () => 1000) };

/** The account of a webhook with both secrets. */
export const signedAccount = {
  default: {
    appId: DEMO_APP.appId,
    appSecret: DEMO_APP.appSecret,
    encryptKey: DEMO_APP.encryptKey,
    verificationToken: DEMO_APP.verificationToken,
  },
};

/** A folder, a Feishu and whatever an attack starts, until it is over. */
export class Scene {
  readonly say = new EventMaker();
  readonly folder: string;
  readonly #cache: string;
  readonly #closers: Array<() => unknown> = [];
  #feishu: StandIn | undefined;

  private constructor(folder: string, cache: string) {
    this.folder = folder;
    this.#cache = cache;
  }

  /** @param cache a folder for compiled code, which makes processes start faster */
  static async open(cache: string): Promise<Scene> {
    return new Scene(await mkdtemp(join(tmpdir(), "attack-")), cache);
  }

  get feishu(): StandIn {
    if (!this.#feishu) throw new Error("start Feishu first");
    return this.#feishu;
  }

  onEnd(close: () => unknown): void {
    this.#closers.unshift(close);
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async startFeishu(options: StandInOptions = {}): Promise<StandIn> {
    const feishu = await startStandIn(options);
    this.#feishu = feishu;
    this.onEnd(() => feishu.close());
    return feishu;
  }

  async startAgent(behave: Behaviour): Promise<AgentServer> {
    const agent = new AgentServer(behave, () => {});
    await agent.listen();
    this.onEnd(() => agent.kill());
    return agent;
  }

  start(args: readonly string[], surroundings: Surroundings = {}): CliProcess {
    const env = { NODE_COMPILE_CACHE: this.#cache, ...surroundings.env };
    const child = new CliProcess(args, { ...surroundings, env });
    this.onEnd(async () => {
      child.kill("SIGKILL");
      await child.exit;
    });
    return child;
  }

  /** Runs a command to its end. */
  async command(...args: string[]): Promise<CliProcess> {
    const child = this.start(args);
    await child.exit;
    return child;
  }

  /** Starts a gateway; it may not run yet, or refuse to. By default it has an agent that echoes. */
  async startGateway(options: GatewayOptions = {}): Promise<CliProcess> {
    const { config, feishu, folder = this.folder, mode = 0o600, ...surroundings } = options;
    const file = join(folder, "gateway.json5");
    const keys = { agent: { kind: "echo" }, errors: { message: SORRY }, webhook: { port: 0 }, ...config };
    const written = configOf(this.feishu.url, "", { config: keys, ...(feishu && { feishu }) });
    await writeFile(file, JSON.stringify(written));
    await chmod(file, mode);
    return this.start(["gateway", "--config", file], surroundings);
  }

  /** A gateway that is connected by a long connection. */
  async connectedGateway(options: GatewayOptions = {}): Promise<CliProcess> {
    const gateway = await this.startGateway(options);
    await gateway.until("connection", () => this.feishu.connections() > 0, 30_000);
    return gateway;
  }

  /** A gateway that listens for signed webhook requests, and where. */
  async webhookGateway(options: GatewayOptions = {}): Promise<{ gateway: CliProcess; url: string }> {
    const feishu = { accounts: signedAccount, transport: "webhook", ...options.feishu };
    const gateway = await this.startGateway({ ...options, feishu });
    const line = await gateway.until("webhook", () => gateway.log.find(({ webhook }) => webhook), 30_000);
    const url = `${line.webhook}/feishu/default`;
    this.feishu.setWebhook(url);
    return { gateway, url };
  }

  /** The texts that the bot has sent, in order. */
  get texts(): string[] {
    return this.feishu.messages.map(({ content }) => String(JSON.parse(content).text));
  }
}
