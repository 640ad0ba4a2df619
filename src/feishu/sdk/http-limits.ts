import { defaultHttpInstance, type HttpInstance } from "@larksuiteoapi/node-sdk";

/** What an answer of Feishu's says about itself, beside its data. */
interface HttpAnswer {
  readonly code?: unknown;
}

/**
 * The official client's HTTP, with what it lacks: a time limit (its own waits for ever), and a look at the code of
 * every answer.
 *
 * @param timeoutMs for each request
 * @param onCode is told every answer's code, before the client sees the answer
 */
export function limitedHttp(timeoutMs: number, onCode: (code: number) => void = () => {}): HttpInstance {
  // The client's own instance gives the body alone, by an interceptor that its type does not know of.
  const http = defaultHttpInstance as unknown as HttpInstance;
  const request: HttpInstance["request"] = async (options) => {
    const answer = await http.request({ timeout: timeoutMs, ...options });
    const { code }: HttpAnswer = Object(answer);
    if (typeof code === "number") onCode(code);
    return answer;
  };
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
