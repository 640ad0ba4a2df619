import { once } from "node:events";
import { createConnection, createServer, type Socket } from "node:net";

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** A way to a server that can be broken, in three ways. */
export class Relay {
  readonly #server = createServer((client) => this.#pass(client));
  readonly #target: URL;
  readonly #pairs = new Set<Pair>();
  #state: "open" | "cut" | "silent" = "open";

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

  /** From which ports it is connected to the server. */
  get ports(): number[] {
    return [...this.#pairs].flatMap(({ server }) => server.localPort ?? []);
  }

  /** What is connected breaks; others can connect. */
  drop(): void {
    for (const { client, server } of this.#pairs) for (const socket of [client, server]) socket.destroy();
  }

  /** What is connected breaks, and nothing connects until it is mended. */
  cut(): void {
    this.#state = "cut";
    this.drop();
  }

  /** Passes nothing on any more, in neither direction, and tells nobody; whoever connects hears nothing either. */
  silence(): void {
    this.#state = "silent";
    for (const pair of this.#pairs) silence(pair);
  }

  /** What was silent breaks, as when a firewall has forgotten it. */
  mend(): void {
    if (this.#state === "silent") this.drop();
    this.#state = "open";
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #pass(client: Socket): void {
    if (this.#state === "cut") return void client.destroy();
    const { hostname, port } = this.#target;
    const pair = { client, server: createConnection(Number(port), hostname) };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [pair.client, pair.server],
      [pair.server, pair.client],
    ] as const) {
      from.on("error", () => {});
      from.once("close", () => {
        this.#pairs.delete(pair);
        to.destroy();
      });
      from.pipe(to);
    }
    if (this.#state === "silent") silence(pair);
  }
}

function silence({ client, server }: Pair): void {
  for (const socket of [client, server]) {
    socket.unpipe();
    socket.pause();
  }
}
