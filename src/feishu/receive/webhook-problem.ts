import { WebhookRefusal } from "./open-webhook.ts";

/** What a refused request is answered: why, in words of our own. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const WRONG_METHOD: Problem = {
  status: 405,
  code: "ERR_WEBHOOK_METHOD",
  message: "only POST is answered here",
  headers: { allow: "POST" },
};

const BY_STATUS = new Map<number, Problem>(
  [
    { status: 413, code: "ERR_WEBHOOK_TOO_LARGE", message: "the body is larger than Feishu's are" },
    { status: 415, code: "ERR_WEBHOOK_TYPE", message: "only application/json is read here" },
    { status: 400, code: "ERR_WEBHOOK_MALFORMED", message: "the request is not what Feishu sends" },
  ].map((problem) => [problem.status, problem]),
);

const OWN_FAULT: Problem = { status: 500, code: "ERR_WEBHOOK_FAILED", message: "the request failed" };

/** What to answer when handling a request failed: by our own checks, or by the server's reading it. */
export function problemOf(error: unknown): Problem {
  if (error instanceof WebhookRefusal)
    return { status: error.status, code: error.code, message: error.message };
  const status =
    typeof error === "object" && error !== null && "statusCode" in error ? error.statusCode : 500;
  if (typeof status !== "number" || status >= 500) return OWN_FAULT;
  return (
    BY_STATUS.get(status) ?? { status, code: "ERR_WEBHOOK_MALFORMED", message: "the request was not read" }
  );
}
