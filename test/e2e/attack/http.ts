import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { DEMO_APP, encryptBody, signatureHeaders } from "../../../src/stand-in/index.ts";

/** A request that is ready to be sent. */
export interface Post {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back, and how long after the request had been sent; what this process took to send it is its own affair. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  readonly ms: number;
}

/** A request without any signature. */
export function unsigned(body: string): Post {
  return { body, headers: { "content-type": "application/json; charset=utf-8" } };
}

/** A request as Feishu makes it, over this plain body. */
export function signed(plain: string | object, at = Date.now()): Post {
  const { encryptKey } = DEMO_APP;
  const body = encryptBody(typeof plain === "string" ? plain : JSON.stringify(plain), encryptKey);
  return { body, headers: { ...unsigned(body).headers, ...signatureHeaders(body, encryptKey, at) } };
}

/** Connections that are kept for the next request, at most this many. @default as many as there are requests at once */
export const keepAlive = (maxSockets = Number.POSITIVE_INFINITY) =>
  new Agent({ keepAlive: true, maxSockets });

/** @throws Error when the connection breaks */
export async function post(url: string, { body, headers }: Post, agent = ONE_EACH): Promise<Answer> {
  let sentAt = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(url, {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    agent,
  });
  sent.on("error", reject);
  sent.on("finish", () => {
    sentAt = performance.now();
  });
  sent.on("response", (response) => {
    const { statusCode: status = 0, headers: got } = response;
    const done = (said: string) =>
      resolve({ status, body: said, headers: got, ms: performance.now() - sentAt });
    text(response).then(done, reject);
  });
  sent.end(body);
  return promise;
}

const ONE_EACH = new Agent({ keepAlive: false });

/** All that an answer tells, but for the time it was made. */
export function toldBy({ status, body, headers }: Answer): string {
  const { date: _, ...told } = headers;
  return `${status} ${body} ${JSON.stringify(told)}`;
}

/** A connection on which anything may be written. */
export interface RawConnection {
  readonly socket: Socket;
  readonly isClosed: boolean;
  /** What has come back so far. */
  readonly received: string;
}

export function rawConnection(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const raw = { socket, isClosed: false, received: "" };
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    raw.received += chunk.toString("latin1");
  });
  socket.on("close", () => {
    raw.isClosed = true;
  });
  return raw;
}
