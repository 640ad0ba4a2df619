import type { Taken } from "../receive/arrival.ts";
import type { Intake } from "../receive/intake.ts";
import { limitLog } from "../sdk/limited-log.ts";
import type { ChannelLog } from "../sdk/log.ts";
import { Bodies, type BodyLimits } from "./body.ts";
import { createOpen, type WebhookSecrets } from "./open-webhook.ts";
import { problemOf, Refused } from "./webhook-problem.ts";

/** A webhook wherever it is served. */
export interface WebhookHandlerOptions extends WebhookSecrets, BodyLimits {
  /** The bot account's name in the config. */
  readonly account: string;
  /** What takes the events. */
  readonly intake: Pick<Intake, "take" | "countRefused">;
  readonly log: ChannelLog;
  /** The clock that timestamps are checked against. @default the system's */
  readonly now?: () => number;
}

/** What is needed of a request, whatever server has it. */
export interface IncomingRequest {
  readonly method: string;
  /** The value of a header by its name in lower case; empty when it is not there. */
  readonly header: (name: string) => string;
  readonly chunks: () => AsyncIterator<Uint8Array>;
  /** Who sent it, for the log. @default not known */
  readonly from?: string | undefined;
}

/** What it is answered. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes what every form of the webhook has in common: it takes one request, keeps its event, and says what to
 * answer. Never rejects.
 *
 * @throws UsageError `ERR_INVALID_OPTION` when the account has neither an encrypt key nor a verification token
 */
export function createReceive(options: WebhookHandlerOptions): (request: IncomingRequest) => Promise<Answer> {
  const { intake, account, now = Date.now } = options;
  const open = createOpen(options, now);
  const bodies = new Bodies(options);
  const log = limitLog(options.log, now);

  async function receive(request: IncomingRequest): Promise<Answer> {
    if (request.method !== "POST") throw new Refused(405);
    if (!isJson(request.header("content-type"))) throw new Refused(415);
    const body = await bodies.read(request.chunks(), Number(request.header("content-length")));
    const opened = open(request.header, body);
    if (opened.kind === "challenge") return { status: 200, body: { challenge: opened.challenge } };
    return answerOf(await intake.take(opened.envelope, "webhook"));
  }

  return async function answer(request) {
    try {
      return await receive(request);
    } catch (error) {
      const { status, code, message, headers } = problemOf(error);
      intake.countRefused(code);
      const reason = error instanceof Error ? error.message : message;
      log.warn({ account, status, code, reason, from: request.from }, "refused a webhook request");
      return { status, body: { code, message }, ...(headers && { headers }) };
    }
  };
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType);
}

function answerOf(taken: Taken): Answer {
  if (taken.status === "malformed") return { status: 400, body: { code: "ERR_INVALID_EVENT" } };
  // A card shows its toast only with a 200, also the one that says it was not taken.
  if ("answer" in taken && taken.answer) return { status: 200, body: taken.answer };
  return taken.status === "unavailable"
    ? { status: 503, body: { code: "ERR_UNAVAILABLE" } }
    : { status: 200, body: {} };
}
