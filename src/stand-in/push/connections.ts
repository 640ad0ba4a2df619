import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { ClientConfig } from "../options.ts";
import { pickOne } from "../random.ts";
import type { Changes } from "../state/changes.ts";
import type { Attempt, Delivery } from "../state/delivery.ts";
import type { Answer } from "./courier.ts";
import { happens } from "./delivery-route.ts";
import { CONTROL, decodeFrame, encodeFrame, eventFrames, type Frame, headerOf, pongFrame } from "./frames.ts";

/** Feishu's limit for one app. */
export const MAX_CONNECTIONS = 50;

interface Connection {
  /** From 1, as they came. */
  readonly number: number;
  readonly appId: string;
  readonly socket: WebSocket;
  /** Attempts that wait for their answer, by the `message_id` in the frames' headers. */
  readonly waiting: Map<string, (answer: Answer) => void>;
}

interface ConnectionOptions {
  readonly clientConfig: ClientConfig;
  readonly chunkBytes: number;
  /** How likely a connection is cut right after an event was sent on it. */
  readonly cut: number | undefined;
  readonly random: () => number;
  readonly changes: Changes;
}

/** The open long connections: each event goes to a random one of its app, and none is broadcast. */
export class Connections {
  readonly #options: ConnectionOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, string>();
  readonly #open = new Set<Connection>();
  #made = 0;
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** How many are open, of one app or of all. */
  count(appId?: string): number {
    return this.#of(appId).length;
  }

  /** The path and query a client of this app may connect to, once. */
  issue(appId: string): string {
    const ticket = randomUUID();
    this.#tickets.set(ticket, appId);
    const ids = `device_id=${randomUUID()}&access_key=${randomUUID()}&service_id=1`;
    return `/ws/v2?fpid=1&aid=1&${ids}&ticket=${ticket}`;
  }

  /** Takes the HTTP upgrade of a client that was issued its address, and refuses every other. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "", "ws://localhost").searchParams.get("ticket") ?? "";
    const appId = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (!appId || this.#closed) socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n");
    else
      this.#server.handleUpgrade(request, socket, head, (client) => this.#greet({ appId, socket: client }));
  }

  /** Sends an event to one connection; resolves with its answer, at once with nothing when there is none. */
  send(delivery: Delivery, attempt: Attempt): Promise<Answer | undefined> {
    const refused = acknowledging(delivery.elsewhereThan);
    const open = this.#of(delivery.appId).filter(({ number }) => !refused.has(number));
    const connection = pickOne(open, this.#options.random);
    if (!connection) return Promise.resolve(undefined);
    attempt.connection = connection.number;
    const messageId = randomUUID();
    const { payload, type } = delivery;
    const chunkBytes = this.#options.chunkBytes;
    const frames = eventFrames({ type, messageId, traceId: randomUUID(), service: 1, payload, chunkBytes });
    for (const frame of frames) connection.socket.send(encodeFrame(frame));
    if (happens(this.#options.cut, this.#options.random)) connection.socket.terminate();
    return new Promise((resolve) => connection.waiting.set(messageId, resolve));
  }

  /** Sends these bytes as they are to every connection of the app. */
  sendRaw(bytes: Uint8Array, appId?: string): void {
    for (const { socket } of this.#of(appId)) socket.send(bytes);
  }

  /** Cuts connections without a goodbye: a random one of the app's, or all of them. */
  cut(which: "one" | "all", appId?: string): void {
    const open = this.#of(appId);
    const one = pickOne(open, this.#options.random);
    for (const { socket } of which === "all" ? open : one ? [one] : []) socket.terminate();
  }

  /** Also cuts clients that have not said anything yet, and refuses those that come back: they would keep the port open. */
  close(): void {
    this.#closed = true;
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #of(appId?: string): Connection[] {
    return [...this.#open].filter((connection) => !appId || connection.appId === appId);
  }

  /** A connection counts from its first ping on: the official client listens for events only then. */
  #greet(client: { appId: string; socket: WebSocket }): void {
    this.#made += 1;
    const connection: Connection = { ...client, number: this.#made, waiting: new Map() };
    connection.socket.on("error", () => {});
    connection.socket.on("message", (data: Buffer) => this.#receive(connection, decodeFrame(data)));
    connection.socket.on("close", () => {
      if (!this.#open.delete(connection)) return;
      this.#options.changes.tell("disconnected", client.appId, this.count(client.appId));
    });
  }

  #receive(connection: Connection, frame: Frame): void {
    if (frame.method === CONTROL) this.#pong(connection, frame);
    else this.#answered(connection, frame);
  }

  #answered({ waiting }: Connection, frame: Frame): void {
    const messageId = headerOf(frame, "message_id") ?? "";
    waiting.get(messageId)?.(answerIn(frame));
    waiting.delete(messageId);
  }

  #pong(connection: Connection, ping: Frame): void {
    connection.socket.send(encodeFrame(pongFrame(ping, this.#options.clientConfig)));
    if (this.#open.has(connection)) return;
    this.#open.add(connection);
    this.#options.changes.tell("connected", connection.appId, this.count(connection.appId));
  }
}

/** The connections that have acknowledged it; the copies of an event may have gone over several. */
function acknowledging(delivery: Delivery | undefined): Set<number | undefined> {
  const acked = delivery?.attempts.filter(({ outcome }) => outcome === "acked") ?? [];
  return new Set(acked.map(({ connection }) => connection));
}

/** `{"code": 200, "data": <base64 of JSON>}`, as the client acknowledges. */
function answerIn(frame: Frame): Answer {
  const { code, data } = JSON.parse(new TextDecoder().decode(frame.payload));
  return { code, data: data && JSON.parse(Buffer.from(data, "base64").toString()) };
}
