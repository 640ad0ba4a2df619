import { UsageError } from "../../errors.ts";
import { mismatch } from "../../explain.ts";

const KNOWN = new Map([
  ["feishu", "https://open.feishu.cn"],
  ["lark", "https://open.larksuite.com"],
]);

/**
 * Where the API of a domain is.
 *
 * @param domain `feishu`, `lark` or the URL of another installation; `http` only on this machine, as secrets are
 * sent there
 * @returns the URL without a slash at its end
 * @throws UsageError `ERR_INVALID_OPTION` for anything else
 *
 * @example
 * ```ts
 * import { apiUrl } from "feishu-dispatch-dedup/feishu/channel";
 *
 * console.log(apiUrl("lark")); // https://open.larksuite.com
 * ```
 */
export function apiUrl(domain: string): string {
  const known = KNOWN.get(domain);
  if (known) return known;
  const url = URL.canParse(domain) ? new URL(domain) : undefined;
  if (url && isSafe(url) && url.pathname === "/" && !url.search && !url.username) return url.origin;
  const came = url ? `${url.protocol}//${url.host}${url.pathname}` : "something that is no URL";
  const expected = '"feishu", "lark" or an https URL without a path';
  throw new UsageError("ERR_INVALID_OPTION", mismatch("domain", expected, came));
}

function isSafe({ protocol, hostname }: URL): boolean {
  const isLoopback = hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLoopback);
}
