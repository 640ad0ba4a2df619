import { defaultHttpInstance, type HttpInstance } from "@larksuiteoapi/node-sdk";
import type { Agents } from "./proxy.ts";

export interface HttpOptions {
  /** For each request, in ms. */
  readonly timeoutMs: number;
  /** What connects. */
  readonly agents: Agents;
  /** Ends every request under way, and every later one. */
  readonly signal: AbortSignal;
}

/** The official client's HTTP, with what it lacks: a time limit (its own waits for ever), and an end. */
export function limitedHttp({ timeoutMs, agents, signal }: HttpOptions): HttpInstance {
  // The client's own instance gives the body alone, by an interceptor that its type does not know of.
  const http = defaultHttpInstance as unknown as HttpInstance;
  const fixed = { ...agents, signal };
  return httpBy((options) => http.request({ timeout: timeoutMs, ...options, ...fixed }));
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
