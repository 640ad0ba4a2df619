import type { BodyLimits, CardAnswer, Taken, Transport, WebhookSecrets } from "../feishu/channel.ts";
import { createNodeHandler, type NodeHandler } from "../feishu/webhook/node-handler.ts";
import type { WebhookHandlerOptions } from "../feishu/webhook/receive-request.ts";
import { createWebhookHandler } from "../feishu/webhook/web-handler.ts";
import { consoleLog } from "./console-log.ts";
import { type BotHandlers, dispatcherForm } from "./handlers.ts";
import type { BotOptions } from "./options.ts";
import { Receiver } from "./receiver.ts";

/** A webhook that runs handlers: its secrets, and how the handlers are run. */
export interface BotWebhookOptions extends BotOptions, WebhookSecrets, BodyLimits {
  /** The clock that the requests' timestamps are checked against, in ms since the epoch. @default the system's */
  readonly now?: () => number;
}

/**
 * Makes a webhook of the handlers that are meant for the SDK's `EventDispatcher`, as {@link dedupHandlers} runs them: a
 * web-standard handler for Hono, Next.js, Deno, Bun and whatever else has `Request` and `Response`. The SDK is not
 * needed for it.
 *
 * It answers the challenge, decrypts, checks the signature over the bytes as they came and how old the request is, and
 * answers 200 as soon as an event is taken; 503 when it cannot be, so that Feishu delivers it again. Give it the request
 * untouched. Handlers go on after the answer, so the process has to as well: with functions that are frozen once they
 * have answered, nothing runs.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when there is neither an encrypt key nor a verification token
 *
 * @example
 * ```ts
 * import { dedupWebhook } from "feishu-dispatch-dedup/bot";
 *
 * // Next.js: app/feishu/route.ts
 * export const POST = dedupWebhook(
 *   { "im.message.receive_v1": async ({ message }) => console.log(message.message_id) },
 *   { encryptKey: process.env.FEISHU_ENCRYPT_KEY },
 * );
 * // Hono: app.post("/feishu", (context) => POST(context.req.raw));
 * // Deno, Bun: Deno.serve(POST), Bun.serve({ fetch: POST })
 * ```
 */
export function dedupWebhook(
  handlers: BotHandlers,
  options: BotWebhookOptions,
): (request: Request) => Promise<Response> {
  return createWebhookHandler(handlerOptions(handlers, options));
}

/**
 * The same for `node:http`, Express and Koa. Nothing may have read the body before: in Express, add it before
 * `express.json()`.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when there is neither an encrypt key nor a verification token
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { dedupNodeWebhook } from "feishu-dispatch-dedup/bot";
 *
 * const webhook = dedupNodeWebhook(
 *   { "im.message.receive_v1": async ({ message }) => console.log(message.message_id) },
 *   { encryptKey: process.env.FEISHU_ENCRYPT_KEY },
 * );
 * createServer(webhook).listen(8080); // Express: app.post("/feishu", webhook)
 * ```
 */
export function dedupNodeWebhook(handlers: BotHandlers, options: BotWebhookOptions): NodeHandler {
  return createNodeHandler(handlerOptions(handlers, options));
}

function handlerOptions(handlers: BotHandlers, options: BotWebhookOptions): WebhookHandlerOptions {
  const { account = "default", log = consoleLog } = options;
  const receiver = new Receiver(handlers, options, dispatcherForm);
  async function take(envelope: unknown, transport: Transport): Promise<Taken> {
    if (!receiver.handles(envelope)) return { status: "ignored", reason: "unknown-type" };
    try {
      const answer = await receiver.receive(envelope, transport);
      return { status: "accepted", ...(isObject(answer) && { answer }) };
    } catch (err) {
      log.error({ err }, "an event could not be taken; Feishu will deliver it again");
      return { status: "unavailable" };
    }
  }
  // What is refused is in the log already.
  return { ...options, account, log, intake: { take, countRefused: () => {} } };
}

function isObject(answer: unknown): answer is CardAnswer {
  return typeof answer === "object" && answer !== null;
}
