import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

/** A way to a server that can be cut: what is connected breaks, and nothing connects until it is mended. */
export class Relay {
  readonly #server = createServer((socket) => this.#pass(socket));
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(url: string) {
    this.#target = new URL(url);
  }

  static async open(url: string): Promise<Relay> {
    const relay = new Relay(url);
    relay.#server.listen(0, "127.0.0.1");
    await once(relay.#server, "listening");
    return relay;
  }

  /** Where the server is reached through it. */
  get url(): string {
    const url = new URL(this.#target);
    const address = this.#server.address();
    if (typeof address === "object" && address) url.port = String(address.port);
    return url.href;
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #pass(socket: Socket): void {
    if (this.#isCut) return void socket.destroy();
    const { hostname, port } = this.#target;
    const server = createConnection(Number(port), hostname);
    for (const [from, to] of [
      [socket, server],
      [server, socket],
    ] as const) {
      this.#sockets.add(from);
      from.on("error", () => {});
      from.once("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
