import { defaultHttpInstance, type HttpInstance } from "@larksuiteoapi/node-sdk";
import { followingFor } from "../../delays.ts";
import type { FeishuTime } from "./feishu-time.ts";
import type { Agents } from "./proxy.ts";

export interface HttpOptions {
  /** For each request, in ms. */
  readonly timeoutMs: number;
  /** What connects. */
  readonly agents: Agents;
  /** Ends every request under way, and every later one. */
  readonly signal: AbortSignal;
  /** Is told the time of every answer. */
  readonly time?: FeishuTime | undefined;
}

/** What its own instance gives when it is asked for more than the body. */
interface WithHeaders {
  readonly data: unknown;
  readonly headers: unknown;
}

/** No answer that is asked for is that long: of a message Feishu takes 150 KB. */
const MAX_ANSWER_BYTES = 10_485_760;

/** The official client's HTTP, with what it lacks: a limit of time (its own waits for ever) and of size, and an end. */
export function limitedHttp({ timeoutMs, agents, signal, time }: HttpOptions): HttpInstance {
  // The client's own instance gives the body alone, by an interceptor that its type does not know of.
  const http = defaultHttpInstance as unknown as HttpInstance;
  // Feishu's API sends nobody elsewhere, and a token must not follow. It also takes a tenth off a request's time.
  const fixed = { ...agents, maxRedirects: 0, maxContentLength: MAX_ANSWER_BYTES, $return_headers: true };
  return httpBy(async (options) => {
    const sentAt = performance.now();
    // axios' own limit begins anew with every byte: a server that drips would be waited for without end.
    let isLate = false;
    const markLate = () => {
      isLate = true;
    };
    const { controller, release } = followingFor(timeoutMs, markLate, signal);
    const limits = { timeout: timeoutMs, ...options, ...fixed, signal: controller.signal };
    const asked = http.request<unknown, WithHeaders>(limits).finally(release);
    const answer = await asked.catch((error: unknown) => {
      time?.observe(dateOf(Object(error).response), sentAt);
      throw isLate ? tooLate(error) : error;
    });
    time?.observe(dateOf(answer), sentAt);
    return "$return_headers" in options && options.$return_headers ? answer : Object(answer).data;
  });
}

function dateOf(answer: unknown): unknown {
  return Object(Object(answer).headers).date;
}

/** An `HttpInstance` of one function. */
export function httpBy(request: HttpInstance["request"]): HttpInstance {
  return {
    request,
    get: (url, options) => request({ ...options, url, method: "GET" }),
    delete: (url, options) => request({ ...options, url, method: "DELETE" }),
    head: (url, options) => request({ ...options, url, method: "HEAD" }),
    options: (url, options) => request({ ...options, url, method: "OPTIONS" }),
    post: (url, data, options) => request({ ...options, url, data, method: "POST" }),
    put: (url, data, options) => request({ ...options, url, data, method: "PUT" }),
    patch: (url, data, options) => request({ ...options, url, data, method: "PATCH" }),
  };
}

/** What axios throws at the end of its own limit. */
function tooLate(cause: unknown): Error {
  return Object.assign(new Error("no whole answer in time", { cause }), { code: "ECONNABORTED" });
}
