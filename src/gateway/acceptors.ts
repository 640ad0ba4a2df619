import { once } from "node:events";
import { type AddressInfo, createServer, type ListenOptions, type Server } from "node:net";

/** So many sockets listen on one port. */
const LISTENERS = 16;

/**
 * Listens on one address with several sockets: of each, Node.js takes one new connection in a turn of its event loop.
 * With one alone, and turns of 50 ms under load, a burst of connections waits for seconds before it is heard.
 *
 * Sockets that share a port would let another program of the same user share it, too, without a word. So the port is
 * taken first by a socket that shares it with nobody.
 */
export class Acceptors {
  readonly #server: Server;
  readonly #more: Server[] = [];

  /** @param server gets every connection, whichever socket it came by */
  constructor(server: Server) {
    this.#server = server;
  }

  /**
   * @returns the address
   * @throws Error of Node.js, e.g. `EADDRINUSE`
   */
  async listen(where: ListenOptions): Promise<AddressInfo> {
    const free = createServer();
    const { port } = await listening(free, where);
    await closed(free);
    if (!canShare) return listening(this.#server, { ...where, port });
    const shared = { ...where, port, reusePort: true };
    const address = await listening(this.#server, shared);
    for (let count = 1; count < LISTENERS; count += 1) await this.#add(shared);
    return address;
  }

  /** Takes no more connections; resolves when those that it has taken are closed. */
  async close(): Promise<void> {
    await Promise.all([this.#server, ...this.#more].map(closed));
  }

  async #add(where: ListenOptions): Promise<void> {
    const options = { allowHalfOpen: true, noDelay: true };
    const server = createServer(options, (socket) => this.#server.emit("connection", socket));
    await listening(server, where);
    this.#more.push(server);
  }
}

/** Where the system spreads connections over the sockets of a port. */
const canShare = process.platform === "linux";

async function listening(server: Server, where: ListenOptions): Promise<AddressInfo> {
  server.listen(where);
  await once(server, "listening");
  return server.address() as AddressInfo; // a socket has one
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = once(server, "close");
  server.close();
  await end;
}
