import type { IncomingMessage, ServerResponse } from "node:http";
import { FeishuDispatchError, UsageError } from "../../errors.ts";
import type { ChannelLog } from "../../feishu/sdk/log.ts";
import { Bodies } from "../../feishu/webhook/body.ts";
import { problemOf, Refused } from "../../feishu/webhook/webhook-problem.ts";
import { type Demands, refusalOf } from "./access.ts";
import { sendJson } from "./send-json.ts";

/** A request that may be answered. */
export interface Asked {
  readonly query: URLSearchParams;
  /** What was sent as JSON; undefined of a GET. */
  readonly body: unknown;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** What is asked for at a path. Answers with what it returns, as JSON, unless it has answered by itself. */
export interface Route extends Demands {
  readonly path: string;
  readonly answer: (asked: Asked) => Promise<object | undefined> | object | undefined;
}

/** Nothing that an operator sends is larger, in bytes. */
const BODY_LIMIT = 262_144;

const headers = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
};

/** What answers requests for paths; they have no query. */
export interface Server {
  route(path: string, handler: (request: IncomingMessage, response: ServerResponse) => unknown): void;
}

export interface RouterOptions {
  /** Undefined while there is none. */
  readonly token: () => string | undefined;
  /** Told what has failed, and is none of the asker's business. */
  readonly log: Pick<ChannelLog, "error">;
}

/** Adds routes to a server, each behind its demands. */
export function addRoutes(server: Server, routes: readonly Route[], { token, log }: RouterOptions): void {
  const bodies = new Bodies({ bodyLimit: BODY_LIMIT, maxBodies: 20 });
  for (const route of routes)
    server.route(route.path, async (request, response) => {
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      const refusal = refusalOf(request, route, token());
      if (refusal) return sendJson(response, refusal.status, { code: refusal.code });
      try {
        const body = route.method === "POST" ? await jsonOf(request, bodies) : undefined;
        const query = new URL(request.url ?? "/", "http://board").searchParams;
        const answer = await route.answer({ query, body, request, response });
        if (answer) sendJson(response, 200, answer);
      } catch (error) {
        refuse(response, error, log);
      }
    });
}

async function jsonOf(request: IncomingMessage, bodies: Bodies): Promise<unknown> {
  const chunks = request.iterator({ destroyOnReturn: false });
  const bytes = await bodies.read(chunks, Number(request.headers["content-length"] ?? 0));
  try {
    return JSON.parse(bytes.toString());
  } catch (cause) {
    throw new UsageError("ERR_BAD_REQUEST", "the body is not JSON", { cause });
  }
}

function refuse(response: ServerResponse, error: unknown, log: RouterOptions["log"]): void {
  if (response.headersSent) return void response.destroy();
  if (error instanceof Refused) {
    const { status, message } = problemOf(error);
    return sendJson(response, status, { code: "ERR_BAD_REQUEST", message });
  }
  if (error instanceof FeishuDispatchError)
    return sendJson(response, 400, { code: error.code, message: error.message });
  log.error({ err: error }, "the board could not answer");
  sendJson(response, 500, { code: "ERR_INTERNAL" });
}
