import type { IncomingMessage, ServerResponse } from "node:http";
import { type Answer, createReceive, type WebhookHandlerOptions } from "./receive-request.ts";

/** The webhook of one account for a server of `node:http`. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Makes the webhook of one account for `node:http`, without the detour over `Request` and `Response`.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when the account has neither an encrypt key nor a verification token
 */
export function createNodeHandler(options: WebhookHandlerOptions): NodeHandler {
  const receive = createReceive(options);
  return async function webhook(request, response) {
    const header = (name: string) => String(request.headers[name] ?? "");
    const answer = await receive({
      method: request.method ?? "",
      header,
      chunks: () => request.iterator({ destroyOnReturn: false }),
      from: request.socket?.remoteAddress,
    });
    send(answer, request, response);
  };
}

function send({ status, body, headers }: Answer, request: IncomingMessage, response: ServerResponse): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    // The rest of a body that was refused is not waited for.
    ...(request.complete ? {} : { connection: "close" }),
    ...headers,
  });
  response.end(request.method === "HEAD" ? undefined : text);
}
