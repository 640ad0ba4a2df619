import { WebhookRefusal } from "./open-webhook.ts";

/** What a refused request is answered: why, in words of our own. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PROBLEMS = {
  405: {
    code: "ERR_WEBHOOK_METHOD",
    message: "only POST is answered here",
    headers: { allow: "POST" },
  },
  408: { code: "ERR_WEBHOOK_SLOW", message: "the body took too long" },
  413: { code: "ERR_WEBHOOK_TOO_LARGE", message: "the body is larger than Feishu's are" },
  415: { code: "ERR_WEBHOOK_TYPE", message: "only application/json is read here" },
  503: { code: "ERR_UNAVAILABLE", message: "too many bodies at once" },
} as const;

/** The request is refused before anything of its body was looked at. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(status: keyof typeof PROBLEMS) {
    super(PROBLEMS[status].message);
    this.problem = { status, ...PROBLEMS[status] };
  }
}

/**
 * One answer to everybody who does not have the app's secrets, whatever was wrong: each difference would tell
 * them something about what they cannot read.
 */
const UNTRUSTED: Problem = {
  status: 401,
  code: "ERR_WEBHOOK_UNTRUSTED",
  message: "the request is not Feishu's to this app",
};

const OWN_FAULT: Problem = { status: 500, code: "ERR_WEBHOOK_FAILED", message: "the request failed" };

/** What to answer when handling a request failed. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem;
  if (!(error instanceof WebhookRefusal)) return OWN_FAULT;
  const { status, code, message } = error;
  return status === 401 ? UNTRUSTED : { status, code, message };
}
