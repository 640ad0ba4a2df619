import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { ChannelLog } from "../sdk/log.ts";
import type { Taken } from "./arrival.ts";
import type { Intake } from "./intake.ts";
import { createOpen, type WebhookSecrets } from "./open-webhook.ts";
import { type Problem, problemOf, WRONG_METHOD } from "./webhook-problem.ts";

/** The webhook of one account. */
export interface WebhookOptions extends WebhookSecrets {
  /** Where Feishu sends the account's events and card actions, e.g. `/feishu/default`. */
  readonly path: string;
  /** The bot account's name in the config. */
  readonly account: string;
  readonly intake: Intake;
  readonly log: ChannelLog;
  /** Largest body, in bytes. @default 1,048,576 */
  readonly bodyLimit?: number;
  /** The clock that timestamps are checked against. @default the system's */
  readonly now?: () => number;
}

const OTHER_METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Adds the webhook of one account to a server. It answers 200 once an event is kept and 503 when it cannot be, so
 * that Feishu delivers it again. Whatever is not Feishu's gets a 4xx and a line in the log, with no secrets and
 * nothing of what came.
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
export function addWebhook(server: FastifyInstance, options: WebhookOptions): void {
  const { path: url, intake, bodyLimit = 1_048_576 } = options;
  const open = createOpen(options, options.now ?? Date.now);
  const refuse = createRefuse(options);

  async function receive(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const opened = open(request.headers, request.body instanceof Buffer ? request.body : Buffer.alloc(0));
    if (opened.kind === "challenge") return reply.send({ challenge: opened.challenge });
    return answer(reply, await intake.take(opened.envelope, "webhook"));
  }

  server.register(async (scope) => {
    keepBytes(scope, bodyLimit);
    scope.setErrorHandler((error, request, reply) => refuse(request, reply, problemOf(error)));
    scope.post(url, receive);
    const wrongMethod = (request: FastifyRequest, reply: FastifyReply) =>
      refuse(request, reply, WRONG_METHOD);
    scope.route({ method: OTHER_METHODS, url, exposeHeadRoute: false, handler: wrongMethod });
  });
}

/** The signature is over the bytes, so they are kept as they came. Nothing but JSON is read at all. */
function keepBytes(scope: FastifyInstance, bodyLimit: number): void {
  scope.removeAllContentTypeParsers();
  const options = { parseAs: "buffer", bodyLimit } as const;
  scope.addContentTypeParser(
    "application/json",
    options,
    async (_request: FastifyRequest, body: Buffer) => body,
  );
}

function answer(reply: FastifyReply, taken: Taken): FastifyReply {
  if (taken.status === "malformed") return reply.code(400).send({ code: "ERR_INVALID_EVENT" });
  if (taken.status === "ignored") return reply.send({});
  // A card shows its toast only with a 200, also the one that says it was not taken.
  if (taken.answer) return reply.send(taken.answer);
  return taken.status === "accepted" ? reply.send({}) : reply.code(503).send({ code: "ERR_UNAVAILABLE" });
}

function createRefuse({ account, log }: WebhookOptions) {
  return function refuse(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
    const { status, code, message, headers = {} } = problem;
    const fields = { account, status, code, reason: message, from: request.ip };
    log.warn(fields, "refused a webhook request");
    return reply.code(status).headers(headers).send({ code, message });
  };
}
