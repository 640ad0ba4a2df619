import { type Answer, createReceive, type WebhookHandlerOptions } from "./receive-request.ts";

/**
 * Makes the webhook of one account as a web-standard handler, for Hono, Next.js, Deno, Bun and whatever else has
 * `Request` and `Response`. Give it the request untouched: the signature is over the bytes of the body. It answers
 * 200 once an event is kept and 503 when it cannot be, so that Feishu delivers it again, and never rejects.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when the account has neither an encrypt key nor a verification token
 *
 * @example
 * ```ts
 * import { pino } from "pino";
 * import { type Arrival, createPolicy, createWebhookHandler, Intake } from "feishu-dispatch-dedup/feishu/channel";
 *
 * const common = { account: "default", log: pino() };
 * const accept = async ({ event }: Arrival) => console.log(event.header.event_id);
 * const intake = new Intake({ ...common, judge: createPolicy(), accept });
 * const { FEISHU_ENCRYPT_KEY: encryptKey } = process.env;
 *
 * // Next.js: app/feishu/route.ts
 * export const POST = createWebhookHandler({ ...common, intake, encryptKey });
 * // Hono: app.post("/feishu", (context) => POST(context.req.raw));
 * // Deno, Bun: Deno.serve(POST), Bun.serve({ fetch: POST })
 * ```
 */
export function createWebhookHandler(
  options: WebhookHandlerOptions,
): (request: Request) => Promise<Response> {
  const receive = createReceive(options);
  return async function webhook(request) {
    const header = (name: string) => request.headers.get(name) ?? "";
    const answer = await receive({ method: request.method, header, chunks: () => chunksOf(request) });
    return responseOf(answer, request.method);
  };
}

function responseOf({ status, body, headers }: Answer, method: string): Response {
  const init = { status, headers: { "content-type": "application/json; charset=utf-8", ...headers } };
  return new Response(method === "HEAD" ? null : JSON.stringify(body), init);
}

/** Not every runtime has streams that can be iterated. */
function chunksOf(request: Request): AsyncIterator<Uint8Array> {
  const reader = request.body?.getReader();
  return {
    next: async () => {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      await reader?.cancel();
      return { done: true, value: undefined };
    },
  };
}
