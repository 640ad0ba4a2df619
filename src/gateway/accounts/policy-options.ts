import type { PolicyOptions } from "../../feishu/channel.ts";
import { groupOptionsOf } from "../config/groups.ts";
import type { GatewayConfig } from "../config/read-config.ts";

/** What the config says of whose events an account takes. */
export function policyOptionsOf(
  channel: GatewayConfig["channels"]["feishu"],
  account: string,
): PolicyOptions {
  const { dmPolicy, allowFrom, recalls, reactionNotifications } = channel;
  return {
    ...groupOptionsOf(channel, account),
    ...{ dmPolicy, allowFrom, needsPlace: true, recalls: recalls !== "ignore" },
    reactionNotifications: channel.accounts[account]?.reactionNotifications ?? reactionNotifications,
  };
}
