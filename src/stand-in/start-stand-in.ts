import type { StandInOptions } from "./options.ts";
import { StandIn } from "./stand-in.ts";

/**
 * Starts a stand-in and resolves when it can be reached.
 *
 * @throws UsageError `ERR_INVALID_OPTION` for no app at all, or an app id that the official client would refuse
 *
 * @example
 * ```ts
 * import { Client } from "@larksuiteoapi/node-sdk";
 * import { DEMO_APP, startStandIn } from "feishu-dispatch-dedup/stand-in";
 *
 * const feishu = await startStandIn();
 * const client = new Client({ ...DEMO_APP, domain: feishu.url });
 * console.log(await client.request({ method: "GET", url: "/open-apis/bot/v3/info" }));
 * await feishu.close();
 * ```
 */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = new StandIn(options);
  await standIn.listen();
  return standIn;
}
