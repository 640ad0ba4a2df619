import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { sendJson } from "../board/door/send-json.ts";
import { limitLog } from "../feishu/sdk/limited-log.ts";
import type { ChannelLog } from "../feishu/sdk/log.ts";
import { Acceptors } from "./acceptors.ts";

/** How much a server takes from anybody, and how long it waits for them. Times in ms. */
export interface ServerLimits {
  /** For the headers of a request, from its connection on. @default 5,000 */
  readonly headersTimeout?: number;
  /** For a whole request. @default 10,000 */
  readonly requestTimeout?: number;
  /** How often both are looked at. @default 1,000 */
  readonly connectionsCheckingInterval?: number;
  /** Connections at once; more are closed at once. @default 2,000 */
  readonly maxConnections?: number;
  /** How long requests under way may take to be answered at the end. @default 1,000 */
  readonly closeTimeout?: number;
}

/** Answers a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const DEFAULTS: Required<ServerLimits> = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
  maxConnections: 2000,
  closeTimeout: 1000,
};

/** Longer than what the usual proxies keep an idle connection: they must not send into one that is closing. */
const keepAliveTimeout = 72_000;

/**
 * What the gateway listens with: Node.js's own server, and paths that are compared as they stand.
 *
 * Measured with encrypted and signed events on keep-alive connections, the server's CPU time for each, median of
 * five runs: `node:http` 95 µs (11,500 events/s), Fastify 99 µs (11,100, and 47 packages of 15 MB), Hono with
 * `@hono/node-server` 233 µs (5,100; 2 packages, 4 MB), 435 µs (2,300) when it may not replace the process's own
 * `Request` and `Response`. Limits, timeouts and the end are `node:http`'s under each of them.
 */
export class HttpServer {
  readonly #routes = new Map<string, Handler>();
  readonly #limits: Required<ServerLimits>;
  readonly #server: Server;
  readonly #acceptors: Acceptors;
  #connections = 0;

  constructor(log: ChannelLog, limits: ServerLimits = {}) {
    this.#limits = { ...DEFAULTS, ...limits };
    this.#server = createServer({ ...this.#limits, keepAliveTimeout }, (...it) => void this.#handle(...it));
    this.#acceptors = new Acceptors(this.#server);
    const limited = limitLog(log, Date.now);
    this.#server.prependListener("connection", (socket) => {
      if (!this.#isTaken(socket)) limited.warn({ from: socket.remoteAddress }, "too many connections");
    });
    this.#server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      limited.warn({ code: error.code }, "closed a connection whose request cannot be read");
      hangUp(socket, error.code);
    });
  }

  /** @param path without a query; whatever the method */
  route(path: string, handler: Handler): void {
    this.#routes.set(path, handler);
  }

  /** @returns the address, e.g. `http://127.0.0.1:8787` */
  async listen({ host, port }: { host: string; port: number }): Promise<string> {
    const { maxConnections: backlog } = this.#limits;
    // As many may be waiting as may be open: the system's own 511 makes others try again after 1, 3 and 7 s.
    const { address, family, port: taken } = await this.#acceptors.listen({ port, host, backlog });
    return `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`;
  }

  /** Takes nothing new, answers what is under way for a moment, and hangs up, whoever keeps a connection open. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const timer = setTimeout(() => this.#server.closeAllConnections(), this.#limits.closeTimeout);
    await this.#acceptors.close();
    clearTimeout(timer);
  }

  /** One more than there may be is hung up on before it has said anything. */
  #isTaken(socket: Socket): boolean {
    if (this.#connections >= this.#limits.maxConnections) {
      socket.destroy();
      return false;
    }
    this.#connections += 1;
    socket.once("close", () => {
      this.#connections -= 1;
    });
    return true;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const handler = this.#routes.get(request.url?.split("?", 1)[0] ?? "");
    if (!this.#server.listening) response.setHeader("connection", "close");
    try {
      if (handler) await handler(request, response);
      else sendJson(response, 404, { code: "ERR_NOT_FOUND" });
    } catch {
      response.destroy();
    }
  }
}

const STATUS = new Map([
  ["ERR_HTTP_REQUEST_TIMEOUT", "408 Request Timeout"],
  ["HPE_HEADER_OVERFLOW", "431 Request Header Fields Too Large"],
]);

/** Says why, and does not wait for the other side to hang up as well. */
function hangUp(socket: Duplex, code = ""): void {
  const status = STATUS.get(code) ?? "400 Bad Request";
  if (!socket.writable) socket.destroy();
  else socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
