import { randomInt } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";

/** What a pooler gives its clients: a connection for as long as they stay, or for one transaction at a time. */
export type PoolMode = "session" | "transaction";

/**
 * A pooler on loopback in front of a PostgreSQL, as PgBouncer is one: it tells each client a process number that is
 * none, and in transaction mode gives it the connection that was last given back.
 */
export class Pooler {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #idle: Upstream[] = [];

  private constructor(to: URL, mode: PoolMode) {
    const { hostname, port } = to;
    const reach = () => connect(Number(port || 5432), hostname);
    this.#server = createServer((client) => this.#serve(client, reach(), mode));
  }

  /** @param to the server's URL */
  static async start(to: URL, mode: PoolMode): Promise<Pooler> {
    const pooler = new Pooler(to, mode);
    pooler.#server.listen(0, "127.0.0.1");
    await once(pooler.#server, "listening");
    return pooler;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(client: Socket, server: Socket, mode: PoolMode): void {
    const first = new Upstream(server, client);
    let current: Upstream | undefined = first;
    for (const socket of [client, first.socket]) this.#keep(socket);
    const giveBack = (upstream: Upstream) => {
      if (mode === "session") return;
      upstream.client = undefined;
      this.#idle.push(upstream);
      current = undefined;
    };
    first.onIdle = giveBack;
    client.on("data", (bytes) => {
      // That it leaves is its own business: the connection stays.
      if (current === undefined && bytes[0] === "X".charCodeAt(0)) return;
      current ??= this.#idle.pop();
      if (current === undefined) return void client.destroy();
      current.client = client;
      current.onIdle = giveBack;
      current.socket.write(bytes);
    });
    client.on("close", () => current?.socket.destroy());
    first.socket.on("close", () => first.client?.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }
}

/** A connection to the server, and whom its answers go to. */
class Upstream {
  readonly socket: Socket;
  client: Socket | undefined;
  /** Told when no transaction is open on it. */
  onIdle: (upstream: Upstream) => void = () => {};
  #rest: Buffer<ArrayBufferLike> = Buffer.alloc(0);

  constructor(socket: Socket, client: Socket) {
    this.socket = socket;
    this.client = client;
    socket.on("data", (bytes) => this.#read(bytes));
  }

  /** Messages are a letter, the length of the rest in four bytes, and the rest. */
  #read(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 5) {
      const end = 1 + this.#rest.readInt32BE(1);
      if (this.#rest.length < end) return;
      const message = this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
      const type = String.fromCharCode(message[0] ?? 0);
      if (type === "K") message.writeInt32BE(randomInt(2 ** 31), 5);
      this.client?.write(message);
      if (type === "Z" && message[5] === "I".charCodeAt(0)) this.onIdle(this);
    }
  }
}
