import type { IncomingMessage, ServerResponse } from "node:http";
import { createNodeHandler } from "./node-handler.ts";
import type { WebhookHandlerOptions } from "./receive-request.ts";

/** The webhook of one account. */
export interface WebhookOptions extends WebhookHandlerOptions {
  /** Where Feishu sends the account's events and card actions, e.g. `/feishu/default`. */
  readonly path: string;
}

/** A Fastify server, or a scope of one: as much of it as a webhook needs. */
export interface FastifyLike {
  /** Adds a plugin, in a scope of its own. */
  // biome-ignore lint/suspicious/noExplicitAny: Fastify's own type would make everybody install it
  register(plugin: (scope: any) => Promise<void>): unknown;
}

const METHODS = ["POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];

interface Scope {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(type: string, parse: (request: object, body: object) => Promise<void>): void;
  setErrorHandler(handler: Handler<[error: unknown]>): void;
  route(route: Route): void;
}

interface Route {
  readonly method: readonly string[];
  readonly url: string;
  readonly exposeHeadRoute: false;
  readonly handler: Handler;
}

type Handler<First extends unknown[] = []> = (
  ...they: [...First, request: Raw<IncomingMessage>, reply: Reply]
) => Promise<void>;

interface Raw<T> {
  readonly raw: T;
}

interface Reply extends Raw<ServerResponse> {
  hijack(): void;
}

/**
 * Adds the webhook of one account to a Fastify server; {@link createWebhookHandler} is for every other. It answers
 * 200 once an event is kept and 503 when it cannot be, so that Feishu delivers it again. Whatever is not Feishu's
 * gets a 4xx and a line in the log, with no secrets and nothing of what came.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when the account has neither an encrypt key nor a verification token
 *
 * @example
 * ```ts
 * import { fastify } from "fastify";
 * import { pino } from "pino";
 * import { addWebhook, type Intake } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export async function listen(intake: Intake, encryptKey: string) {
 *   const server = fastify();
 *   addWebhook(server, { path: "/feishu", account: "default", encryptKey, intake, log: pino() });
 *   await server.listen({ port: 8080 });
 * }
 * ```
 */
export function addWebhook(server: FastifyLike, options: WebhookOptions): void {
  const handle = createNodeHandler(options);
  server.register(async (scope: Scope) => {
    // The signature is over the bytes, so nobody may read them before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", async () => {});
    const handler: Handler = async (request, reply) => {
      reply.hijack();
      await handle(request.raw, reply.raw);
    };
    // Fastify itself refuses what it cannot read the type of.
    scope.setErrorHandler((_, request, reply) => handler(request, reply));
    scope.route({ method: METHODS, url: options.path, exposeHeadRoute: false, handler });
  });
}
