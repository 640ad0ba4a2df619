import http from "node:http";
import { complain } from "./exit.ts";

/**
 * Sends what agents and middleware fetch by the environment's proxies, too; what goes to Feishu goes by them anyway.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for a proxy that is no http or https URL
 */
export async function useProxies(): Promise<void> {
  const { proxiesIn } = await import("../feishu/sdk/proxy.ts");
  const proxies = proxiesIn(process.env);
  if (!proxies) return;
  // Missing in older releases, which have it as a switch of the process alone.
  if ("setGlobalProxyFromEnv" in http) http.setGlobalProxyFromEnv(proxies);
  else if (process.env.NODE_USE_ENV_PROXY !== "1")
    complain(
      "HTTP_PROXY and HTTPS_PROXY are set, but agents are reached without them: set NODE_USE_ENV_PROXY=1",
    );
}
