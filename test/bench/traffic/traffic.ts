import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { checkConfig, createLog, type Gateway, startGateway } from "../../../src/gateway/index.ts";
import { DEMO_APP } from "../../../src/stand-in/index.ts";

const { botOpenId: _, ...account } = DEMO_APP;

/** Gateways that take webhooks, in this thread, and a Feishu in another one, so that what that takes is not the gateways'. */
export class Traffic {
  /** Where gateways have their files. */
  readonly folder: string;
  readonly #worker: Worker;
  readonly #domain: string;

  private constructor(folder: string, worker: Worker, domain: string) {
    this.folder = folder;
    this.#worker = worker;
    this.#domain = domain;
  }

  static async open(): Promise<Traffic> {
    const folder = await mkdtemp(join(tmpdir(), "traffic-"));
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    const [domain] = (await once(worker, "message")) as [string];
    return new Traffic(folder, worker, domain);
  }

  /** @param more what else its config says */
  async start(name: string, more: object): Promise<Gateway> {
    const channel = {
      accounts: { default: account },
      domain: this.#domain,
      transport: "webhook",
      middleware: ["feishu-dispatch-dedup"],
    };
    const ports = { health: { port: 0 }, webhook: { port: 0 } };
    const rest = { agent: { kind: "echo" }, session: { dmScope: "per-channel-peer" } };
    const config = { channels: { feishu: channel }, ...ports, ...rest, ...more };
    const checked = checkConfig(config, join(this.folder, `${name}.json5`));
    const gateway = await startGateway(checked, { log: createLog("silent") });
    await gateway.connected;
    return gateway;
  }

  /** Resolves once so many messages are answered. */
  send({ addresses }: Gateway, count: number): Promise<void> {
    return this.#ask({ kind: "send", url: `${addresses.webhook}/feishu/default`, count });
  }

  /** Opens the page of a gateway's board, until the end. */
  watch(name: string): Promise<void> {
    return this.#ask({ kind: "watch", file: join(this.folder, `${name}.json5.board.json`) });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
    await rm(this.folder, { recursive: true });
  }

  async #ask(task: object): Promise<void> {
    this.#worker.postMessage(task);
    await once(this.#worker, "message");
  }
}
