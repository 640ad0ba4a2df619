import { Agent as HttpAgent, type ProxyEnv } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";

/** What never leaves this machine needs no proxy, and the proxy could not reach it. */
const LOOPBACK = "localhost,127.0.0.1,::1,[::1]";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Which proxies the environment asks for: `HTTP_PROXY`, `HTTPS_PROXY` and, for both, `ALL_PROXY`; `NO_PROXY` excepts
 * hosts. Lower case goes first. What Node.js would quietly pass over is told: a request must not go round a proxy.
 *
 * @returns undefined when it asks for none
 * @throws UsageError `ERR_INVALID_OPTION` for a proxy that is no http or https URL
 */
export function proxiesIn(env: Environment): ProxyEnv | undefined {
  const [http, https] = [proxyIn(env, "http_proxy"), proxyIn(env, "https_proxy")];
  if (!http && !https) return undefined;
  const exceptions = env.no_proxy || env.NO_PROXY;
  return {
    ...(http && { http_proxy: http }),
    ...(https && { https_proxy: https }),
    no_proxy: exceptions ? `${exceptions},${LOOPBACK}` : LOOPBACK,
  };
}

function proxyIn(env: Environment, name: string): string | undefined {
  const value = [name, "all_proxy"].map((it) => env[it] || env[it.toUpperCase()]).find(Boolean);
  if (!value) return undefined;
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (/^https?:\/\/./i.test(url) && URL.canParse(url)) return url;
  // Not its value: proxies have passwords.
  const message = mismatch(
    `the environment's ${name.toUpperCase()}`,
    "an http or https URL",
    "something else",
  );
  throw new UsageError("ERR_INVALID_OPTION", message);
}

/** The agents of everything that goes to Feishu. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/**
 * Makes agents that go by the environment's proxies, for API calls and for the long connection alike: by the official
 * client's own means only the former would.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a proxy that is no http or https URL
 */
export function createAgents(env: Environment = process.env): Agents {
  // Also where there is none: the HTTP client in the official one leaves proxies to an agent that has this.
  const options = { keepAlive: true, proxyEnv: proxiesIn(env) ?? {} };
  return { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
}
