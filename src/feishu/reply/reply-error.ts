import { z } from "zod";
import { FeishuDispatchError } from "../../errors.ts";
import { type Decision, RECALLED } from "./refusals.ts";
import { decisionOn, isTokenStale, mayLackToken, type ReplyFailure } from "./reply-failure.ts";

/** Where to read what a code means. */
const CODES = "https://open.feishu.cn/document/server-docs/api-call-guide/generic-error-code";

/**
 * A reply was not sent: `ERR_REPLY_REFUSED` when Feishu will not have it, whoever asks again; `ERR_REPLY_FAILED`
 * when it may go through later; `ERR_REPLY_TIMEOUT` when the time for it is up.
 *
 * @example
 * ```ts
 * import { ReplyError } from "feishu-dispatch-dedup/feishu/channel";
 *
 * export const isWorthAnotherTry = (error: unknown) => error instanceof ReplyError && error.isPassing;
 * ```
 */
export class ReplyError extends FeishuDispatchError {
  /** What Feishu or the network said. */
  readonly failure: ReplyFailure;
  /** Whether the same reply may go through later. */
  readonly isPassing: boolean;
  /** What is to be done about it. */
  readonly decision: Decision;

  constructor(failure: ReplyFailure) {
    const decision = decisionOn(failure);
    const isPassing = decision === "later" || decision === "new-token";
    const code = isPassing
      ? "ERR_REPLY_FAILED"
      : failure.isTimeUp
        ? "ERR_REPLY_TIMEOUT"
        : "ERR_REPLY_REFUSED";
    super(code, `the reply was not sent: ${saidIn(failure)}`);
    this.failure = failure;
    this.isPassing = isPassing;
    this.decision = decision;
  }

  /** Whether the message that was to be answered was recalled. */
  get isRecalled(): boolean {
    return this.failure.feishuCode === RECALLED;
  }

  /** Whether something else may be said in the same place, such as that this could not be. */
  get mayTell(): boolean {
    return this.decision !== "elsewhere" && this.decision !== "give-up";
  }

  /** Whether the access token has to be asked for again. */
  get isTokenStale(): boolean {
    return isTokenStale(this.failure);
  }

  /** Whether it may have failed for want of an access token: then nothing was sent. */
  get mayLackToken(): boolean {
    return mayLackToken(this.failure);
  }
}

function saidIn({ isTimeUp, network, feishuCode, status }: ReplyFailure): string {
  if (isTimeUp) return "the time that sending may take in all is up (replies.timeoutMs)";
  return network ?? (feishuCode ? `code ${feishuCode}, see ${CODES}` : `HTTP status ${status ?? "unknown"}`);
}

const Answer = z.object({
  code: z.number().optional(),
  error: z.object({ log_id: z.string().optional() }).optional(),
});
/** What axios throws. Its `config` holds the request with its token, so nothing else is taken over. */
const Thrown = z.object({
  code: z.string().optional(),
  request: z.unknown().optional(),
  response: z.object({ status: z.number(), data: z.unknown(), headers: z.unknown() }).optional(),
});

/** What the official client threw, or answered with a code other than 0, as a {@link ReplyError}. */
export function toReplyError(thrown: unknown, nowMs: number): ReplyError {
  if (thrown instanceof ReplyError) return thrown;
  const { code, request, response } = Thrown.safeParse(thrown).data ?? {};
  // A code of Node.js's own without a request is a mistake of ours, not the network's.
  const isNetwork = request !== undefined || (code !== undefined && !code.startsWith("ERR_"));
  if (!response) return new ReplyError(isNetwork ? { network: code ?? "no answer" } : {});
  const { code: feishuCode, error } = Answer.safeParse(response.data).data ?? {};
  const logId = error?.log_id ?? textIn(response.headers, "x-tt-logid");
  return new ReplyError({
    feishuCode,
    status: response.status,
    logId,
    retryAfterMs: waitIn(response.headers, nowMs),
  });
}

/** The longer of the standard header, in seconds or as a date, and Feishu's own, in seconds. */
function waitIn(headers: unknown, nowMs: number): number | undefined {
  const standard = textIn(headers, "retry-after") ?? "";
  // By the answer's own time, where it tells it: the local clock may be off.
  const now = Date.parse(textIn(headers, "date") ?? "") || nowMs;
  const date = Number.isNaN(Number(standard)) ? Date.parse(standard) - now : Number(standard) * 1000;
  const own = Number(textIn(headers, "x-ogw-ratelimit-reset") ?? 0) * 1000;
  const waits = [date, own].filter((ms) => ms > 0 && Number.isFinite(ms));
  return waits.length > 0 ? Math.max(...waits) : undefined;
}

/** The header's text; the names are in lower case. */
function textIn(headers: unknown, name: string): string | undefined {
  const value: unknown = Object(headers)[name];
  return typeof value === "string" ? value : undefined;
}
