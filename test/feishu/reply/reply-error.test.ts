import { expect, test } from "vitest";
import { ReplyError, toReplyError } from "../../../src/feishu/reply/reply-error.ts";

const NOW = Date.parse("2026-05-23T12:00:00Z");
const answered = (status: number, data: unknown, headers: object = {}) => ({
  message: "Request failed",
  config: { data: "top secret", headers: { Authorization: "Bearer t-secret" } },
  request: {},
  response: { status, data, headers },
});
const limited = (headers: object) => answered(429, { code: 99991400 }, headers);

test.each<[string, unknown, boolean, object]>([
  ["a connection that was cut", { code: "ECONNRESET", request: {} }, true, { network: "ECONNRESET" }],
  ["a name that was not found", { code: "ENOTFOUND" }, true, { network: "ENOTFOUND" }],
  ["no answer", { request: {} }, true, { network: "no answer" }],
  ["a server's fault", answered(502, "<html>"), true, { status: 502 }],
  ["the API's rate limit", limited({}), true, { status: 429, feishuCode: 99991400 }],
  [
    "the API's rate limit in its older form",
    answered(400, { code: 99991400 }),
    true,
    { feishuCode: 99991400 },
  ],
  ["the chat's rate limit", answered(400, { code: 230020 }), true, { feishuCode: 230020 }],
  ["the tenant's rate limit", answered(400, { code: 11232 }), true, { feishuCode: 11232 }],
  ["a token that is not valid any more", answered(400, { code: 99991663 }), true, { feishuCode: 99991663 }],
  ["a wait in seconds", limited({ "retry-after": "7" }), true, { retryAfterMs: 7000 }],
  [
    "a wait until a date",
    limited({ "retry-after": "Sat, 23 May 2026 12:00:09 GMT" }),
    true,
    { retryAfterMs: 9000 },
  ],
  [
    "a wait until a date, by a clock that is not ours",
    limited({ "retry-after": "Fri, 22 May 2026 12:00:09 GMT", date: "Fri, 22 May 2026 12:00:00 GMT" }),
    true,
    { retryAfterMs: 9000 },
  ],
  ["a wait until a date gone by", limited({ "retry-after": "Sat, 23 May 2026 11:00:00 GMT" }), true, {}],
  [
    "Feishu's own header",
    limited({ "retry-after": "1", "x-ogw-ratelimit-reset": "52" }),
    true,
    { retryAfterMs: 52000 },
  ],
  ["nonsense in the headers", limited({ "retry-after": "soon", "x-ogw-ratelimit-reset": "-1" }), true, {}],
  [
    "a bot outside the chat",
    answered(400, { code: 230002, error: { log_id: "L1" } }),
    false,
    { logId: "L1" },
  ],
  [
    "a message that was recalled",
    answered(400, { code: 230011 }, { "x-tt-logid": "L2" }),
    false,
    { logId: "L2" },
  ],
  ["an answer that is no JSON", answered(404, "not found"), false, { status: 404 }],
  ["a page in Feishu's place", answered(200, "<html>"), true, { status: 200 }],
  ["a success that names no message", answered(200, { code: 0 }), true, { status: 200 }],
  ["a request that took too long", answered(408, ""), true, { status: 408 }],
  ["a request that came too early", answered(425, ""), true, { status: 425 }],
  ["a page behind a redirect", answered(302, "<html>"), true, { status: 302 }],
  ["a fault of Feishu's own", answered(400, { code: 5000 }), true, { feishuCode: 5000 }],
  ["a code that is not known", answered(200, { code: 1_500_000 }), true, { feishuCode: 1_500_000 }],
  ["a busy server, whatever the code", answered(503, { code: 230001 }), true, { feishuCode: 230001 }],
  ["a scope that the app lacks", answered(400, { code: 99991672 }), false, { feishuCode: 99991672 }],
  ["a wrong secret", answered(200, { code: 10014 }), false, { feishuCode: 10014 }],
  ["a message that was refused", answered(200, { code: 230028 }), false, { feishuCode: 230028 }],
  ["somebody who will not let it pass", answered(403, "<html>"), false, { status: 403 }],
  ["an error of ours", new TypeError("x is not a function"), false, {}],
  ["an address that cannot be one", { code: "ERR_INVALID_URL", input: "top secret" }, false, {}],
  ["something that is no error", undefined, false, {}],
])("%s", (_, thrown, isPassing, failure) => {
  const error = toReplyError(thrown, NOW);
  expect(error).toMatchObject({
    isPassing,
    code: isPassing ? "ERR_REPLY_FAILED" : "ERR_REPLY_REFUSED",
    failure,
  });
  if (!("retryAfterMs" in failure)) expect(error.failure.retryAfterMs).toBeUndefined();
  expect(JSON.stringify({ ...error, message: error.message, cause: error.cause })).not.toContain("secret");
});

test("an error of this kind stays as it is", () => {
  const error = new ReplyError({ feishuCode: 230002 });
  expect(toReplyError(error, NOW)).toBe(error);
  expect(error.message).toContain("230002");
});

test("only a stale token asks for a new one", () => {
  expect(new ReplyError({ feishuCode: 99991663 }).isTokenStale).toBe(true);
  expect(new ReplyError({ feishuCode: 230020 }).isTokenStale).toBe(false);
});
