import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";
import { isSameSecret } from "../../feishu/webhook/signature.ts";

/** Why a request is not answered. */
export interface Refusal {
  readonly status: 401 | 403 | 405 | 415;
  readonly code: string;
}

/** What a route asks of a request. */
export interface Demands {
  readonly method: "GET" | "POST";
  /** Whether only operators get it. */
  readonly isPrivate: boolean;
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/** Whether what listens there can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  const family = isIP(host);
  return host === "localhost" || (family !== 0 && loopback.check(host, family === 6 ? "ipv6" : "ipv4"));
}

/** What is looked at of a request. */
export interface Asking extends Pick<IncomingMessage, "method" | "headers"> {
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/**
 * Who may ask: this machine alone, wherever the server listens. A page of somebody else that the operator's browser
 * shows is none of them: neither under a name of its own that leads to this machine, which `Host` tells, nor from its own
 * origin. The token comes in a header, which no other page can send. A cookie would go to whatever else listens on this
 * machine: cookies do not know of ports.
 *
 * @param token undefined while there is none
 */
export function refusalOf(
  { method = "", headers, socket: { remoteAddress = "" } }: Asking,
  demands: Demands,
  token: string | undefined,
): Refusal | undefined {
  if (!isLoopback(remoteAddress) || !isFromHere(headers)) return { status: 403, code: "ERR_FOREIGN_REQUEST" };
  if (method !== demands.method && !(method === "HEAD" && demands.method === "GET"))
    return { status: 405, code: "ERR_METHOD_NOT_ALLOWED" };
  if (demands.isPrivate && !hasToken(headers, token)) return { status: 401, code: "ERR_TOKEN_NEEDED" };
  if (method === "POST" && !/^application\/json(;|$)/.test(headers["content-type"] ?? ""))
    return { status: 415, code: "ERR_JSON_NEEDED" };
  return undefined;
}

/** Any port: the page may come through a tunnel. */
function isFromHere({ host = "", origin, "sec-fetch-site": site }: IncomingHttpHeaders): boolean {
  const url = `http://${host}`;
  if (!URL.canParse(url) || !/^[\w.:[\]]+$/.test(host)) return false;
  const { hostname } = new URL(url);
  if (!isLoopback(hostname.replace(/^\[(.*)\]$/, "$1"))) return false;
  if (origin !== undefined && origin !== url) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

function hasToken({ authorization = "" }: IncomingHttpHeaders, token: string | undefined): boolean {
  return token !== undefined && isSameSecret(authorization, `Bearer ${token}`);
}
